import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  type SpotlightFilterFunction,
} from '@mantine/spotlight';
import {
  IconArrowsUpDown,
  IconBucket,
  IconChartDonut3,
  IconCloudUpload,
  IconDeviceDesktop,
  IconFileImport,
  IconFolder,
  IconFolderUp,
  IconHelp,
  IconKeyboard,
  IconMoon,
  IconPhoto,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
  IconSearch,
  IconSettings,
  IconSparkles,
  IconSun,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { SMART_VIEWS } from '../../shared/library';
import { ask } from '../bridge';
import { ANSWER_IDS } from '../help/answers';
import { askHelp } from '../help/requests';
import { askReceive } from '../links/requests';
import { useFields, useSlice } from '../mirror';
import { navigate, openFolder, openSetup, openSmartView, SCREENS, uploadPrefix } from '../navigation';
import { useOffer } from '../objects/offered-actions';
import { formatCount } from '../ui/format';
import { useBucketWords } from '../ui/connection-words';
import { Kbd } from '../ui/Kbd';
import { openBucket } from '../ui/open-bucket';
import { paletteStore } from '../ui/palette';
import { useMay } from '../ui/rights';
import { pickAndUpload } from '../ui/upload';
import { fitting } from './palette-filter';
import { paletteIcon as icon } from './palette-icon';
import { searchAction, settingsSections, typedActions } from './palette-typed';
import { VIEW_ICONS } from './views';
import { shownName } from '../ui/shown-name';

const SCREEN_ICONS = {
  library: IconPhoto,
  generate: IconSparkles,
  transfers: IconArrowsUpDown,
  usage: IconChartDonut3,
  settings: IconSettings,
} as const;

function useScreens(): SpotlightActionData[] {
  const { t } = useTranslation();
  return SCREENS.map((screen) => ({
    id: `screen/${screen}`,
    label: t(`nav.${screen}`),
    leftSection: icon(SCREEN_ICONS[screen]),
    rightSection: <Kbd shortcut={`app.open-${screen}`} />,
    onClick: () => navigate(screen),
  }));
}

function usePlaces(): { views: SpotlightActionData[]; folders: SpotlightActionData[] } {
  const { t } = useTranslation();
  const library = useFields('library', 'viewCounts', 'folders');
  const views = SMART_VIEWS.map((view) => ({
    id: `view/${view}`,
    label: t(`view.${view}`),
    description: t('nav.count', { count: library.viewCounts[view], formatted: formatCount(library.viewCounts[view]) }),
    leftSection: icon(VIEW_ICONS[view]),
    onClick: () => openSmartView(view),
  }));
  const folders = library.folders.map((folder) => ({
    id: `folder/${folder.prefix}`,
    label: shownName(folder.name),
    description: t('nav.count', { count: folder.count, formatted: formatCount(folder.count) }),
    leftSection: icon(IconFolder),
    onClick: () => openFolder(folder.prefix),
  }));
  return { views, folders };
}

function useActions(): SpotlightActionData[] {
  const { t } = useTranslation(['common', 'uploads', 'links']);
  const { profiles, activeId } = useSlice('connections');
  const bucketWords = useBucketWords();
  const may = useMay();
  const paused = useSlice('transfers').summary.paused;
  const theme = (value: 'light' | 'dark' | 'system') => () => drop(ask('settings.update', { theme: value }));
  const action = (id: string, label: string, Icon: typeof IconPhoto, onClick: () => void): SpotlightActionData => ({
    id: `action/${id}`,
    label,
    leftSection: icon(Icon),
    onClick,
  });
  const refresh = (): void => {
    if (activeId !== null) drop(ask('library.refresh', { connectionId: activeId }));
  };
  const uploads = [
    action('upload-files', t('palette.uploadFiles'), IconCloudUpload, () => drop(pickAndUpload('files'))),
    action('upload-options', t('uploads:filesWithOptions'), IconCloudUpload, () => drop(pickAndUpload('files', true))),
    action('upload-folder', t('palette.uploadFolder'), IconFolderUp, () => drop(pickAndUpload('folder'))),
    ...(activeId === null
      ? []
      : [action('receive', t('links:menu.receive'), IconFileImport, () => askReceive(activeId, uploadPrefix()))]),
  ];
  return [
    ...(may.write ? uploads : []),
    action('refresh', t('palette.refresh'), IconRefresh, refresh),
    paused
      ? action('resume', t('palette.resumeAll'), IconPlayerPlay, () => drop(ask('transfers.resume', { which: 'all' })))
      : action('pause', t('palette.pauseAll'), IconPlayerPause, () => drop(ask('transfers.pause', { which: 'all' }))),
    ...profiles
      .filter(({ id }) => id !== activeId)
      .map((one) => {
        const name = t('palette.switchTo', { bucket: bucketWords(one) });
        return action(`select/${one.id}`, name, IconBucket, () => drop(openBucket(one.id)));
      }),
    action('add', t('palette.addConnection'), IconPlus, openSetup),
    action('light', t('palette.themeLight'), IconSun, theme('light')),
    action('dark', t('palette.themeDark'), IconMoon, theme('dark')),
    action('system', t('palette.themeSystem'), IconDeviceDesktop, theme('system')),
    {
      ...action('shortcuts', t('palette.shortcuts'), IconKeyboard, () => askHelp({ kind: 'shortcuts' })),
      rightSection: <Kbd shortcut="app.open-shortcuts" />,
    },
  ];
}

/** The questions that the help answers. */
function useAnswers(): SpotlightActionData[] {
  const { t } = useTranslation('help');
  return ANSWER_IDS.map((answer) => ({
    id: `answer/${answer}`,
    label: t(`answers.${answer}.question`),
    leftSection: icon(IconHelp),
    onClick: () => askHelp({ kind: 'answers', answer }),
  }));
}

/** What can be done with what is selected: first, since it is what one has in hand. */
function useSelectionGroup(): readonly SpotlightActionGroupData[] {
  const offered = useOffer();
  if (offered === null) return [];
  const actions = offered.actions.map(({ id, label, icon: Icon, shortcut, run }) => ({
    id: `selection/${id}`,
    label,
    leftSection: icon(Icon),
    rightSection: shortcut === null ? null : <Kbd shortcut={shortcut} />,
    onClick: run,
  }));
  return [{ group: offered.title, actions }];
}

/** Ctrl/Cmd-K: everywhere to go and everything to do, by a few letters. */
export function Palette() {
  const { t } = useTranslation();
  const screens = useScreens();
  const { views, folders } = usePlaces();
  const actions = useActions();
  const answers = useAnswers();
  const selection = useSelectionGroup();
  const groups = (more: SpotlightActionData[], sections: SpotlightActionData[]): SpotlightActionGroupData[] => [
    ...selection,
    { group: t('palette.go'), actions: screens },
    { group: t('palette.actions'), actions: [...actions, ...more] },
    { group: t('nav.settings'), actions: sections },
    { group: t('palette.views'), actions: views },
    { group: t('palette.folders'), actions: folders },
    { group: t('palette.help'), actions: answers },
  ];
  const answer: SpotlightFilterFunction = (query) =>
    query.trim() === ''
      ? groups([], []).filter((group) => group.actions.length > 0)
      : [...fitting(query, groups(typedActions(), settingsSections())), searchAction(query)];
  return (
    <Spotlight
      store={paletteStore}
      actions={[]}
      filter={answer}
      shortcut={null}
      radius="lg"
      highlightQuery
      scrollable
      maxHeight={460}
      searchProps={{
        leftSection: <IconSearch size={19} stroke={1.6} aria-hidden />,
        placeholder: t('palette.search'),
        'aria-label': t('palette.label'),
      }}
    />
  );
}
