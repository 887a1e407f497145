import {
  ActionIcon,
  Button,
  createTheme,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  NavLink,
  Notification,
  PasswordInput,
  Popover,
  Progress,
  ScrollArea,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

/** The accent. Shade 5 is the brand's ember; 7 is the first on which white text has a contrast of 4.5 and more. */
const ember: MantineColorsTuple = [
  '#fff2e9',
  '#ffe4d3',
  '#ffc7a6',
  '#ffa776',
  '#ff8a4c',
  '#f86b20',
  '#e2570f',
  '#c24808',
  '#a03a06',
  '#7a2c05',
];

/** Ink: text at 0, secondary text at 2, borders at 4, the page at 7. */
const ink: MantineColorsTuple = [
  '#ececf1',
  '#c6c7d0',
  '#9c9da9',
  '#737480',
  '#3b3c47',
  '#30313b',
  '#26272f',
  '#1a1b21',
  '#141519',
  '#0e0f12',
];

/** Paper: a grey with a little warmth, so that white pictures stand out from it. */
const paper: MantineColorsTuple = [
  '#f8f6f3',
  '#f2efeb',
  '#e8e4df',
  '#dcd7d1',
  '#cbc5be',
  '#aba59e',
  '#716b65',
  '#54504b',
  '#37342f',
  '#211f1c',
];

/** What opens beside something is no higher than the room there is, and scrolls then (`global.css`). */
const WITHIN_THE_WINDOW = {
  // Where it fits on neither side, on the one with more room.
  flip: { fallbackStrategy: 'bestFit' },
  shift: true,
  size: { padding: 6 },
} as const;

const fieldDefaults = { size: 'sm', labelProps: { mb: 4 } } as const;

/** The one place for colour, type, radius and spacing; what differs by light and dark stands in `global.css`. */
export const theme = createTheme({
  colors: { ember, dark: ink, gray: paper },
  primaryColor: 'ember',
  primaryShade: 7,
  white: '#ffffff',
  black: '#211f1c',
  fontFamily:
    "'Inter Latin', 'Inter Variable', 'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.1875rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.375rem', lineHeight: '1.25' },
      h3: { fontSize: '1rem', lineHeight: '1.35' },
      h4: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '18px' },
  defaultRadius: 'md',
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Loader: Loader.extend({ defaultProps: { size: 'sm' } }),
    // A menu holds its items and nothing else: the focus begins at the first of them.
    Menu: Menu.extend({
      defaultProps: {
        radius: 'lg',
        shadow: 'lg',
        offset: 6,
        withInitialFocusPlaceholder: false,
        middlewares: WITHIN_THE_WINDOW,
      },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.55, blur: 3 } },
    }),
    NavLink: NavLink.extend({ defaultProps: { variant: 'light' } }),
    Notification: Notification.extend({ defaultProps: { radius: 'lg' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: fieldDefaults }),
    Popover: Popover.extend({ defaultProps: { radius: 'lg', shadow: 'lg', middlewares: WITHIN_THE_WINDOW } }),
    Progress: Progress.extend({ defaultProps: { size: 4, radius: 'xl', color: 'ember.5' } }),
    ScrollArea: ScrollArea.extend({ defaultProps: { type: 'hover', scrollbarSize: 8 } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { withItemsBorders: false } }),
    Select: Select.extend({ defaultProps: { ...fieldDefaults, allowDeselect: false, checkIconPosition: 'right' } }),
    Textarea: Textarea.extend({ defaultProps: fieldDefaults }),
    TextInput: TextInput.extend({ defaultProps: fieldDefaults }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 500, closeDelay: 60, radius: 'md' } }),
  },
});
