import { Menu } from '@mantine/core';
import { IconArrowsSort, IconCheck, IconFilter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LibraryView, SortField } from '../../shared/library';
import { MEDIA_KINDS, type MediaKind } from '../../shared/media';
import { useLibraryFrame } from './library-model';
import { filterKinds, sortIn } from './place';
import { QuietButton } from './QuietButton';
import classes from './ViewMenus.module.css';

type KindChoice = 'all' | MediaKind;
const KIND_CHOICES: readonly KindChoice[] = ['all', ...MEDIA_KINDS];

/** Which kinds of files are shown. */
export function KindMenu() {
  const { t } = useTranslation('library');
  const { place } = useLibraryFrame();
  const chosen: KindChoice = place.kinds[0] ?? 'all';
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <QuietButton name={t('filter.label')} icon={<IconFilter size={15} />} set={chosen !== 'all'}>
          {t(`filter.${chosen}`)}
        </QuietButton>
      </Menu.Target>
      <Menu.Dropdown>
        {KIND_CHOICES.map((kind) => (
          <Choice key={kind} on={kind === chosen} choose={() => filterKinds(kind === 'all' ? [] : [kind])}>
            {t(`filter.${kind}`)}
          </Choice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const FIELDS: readonly SortField[] = ['date', 'name', 'size', 'kind'];
const DIRECTIONS = ['desc', 'asc'] as const;

/** The order of the rows. */
export function SortMenu() {
  const { t } = useTranslation('library');
  const { sort } = useLibraryFrame().place;
  const name = (wanted: LibraryView['sort']) => t(`sort.${wanted.field}-${wanted.direction}`);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <QuietButton name={t('sort.label')} icon={<IconArrowsSort size={15} />} set={false}>
          {name(sort)}
        </QuietButton>
      </Menu.Target>
      <Menu.Dropdown>
        {FIELDS.map((field) => (
          <Choice key={field} on={field === sort.field} choose={() => sortIn({ ...sort, field })}>
            {t(`sort.${field}`)}
          </Choice>
        ))}
        <Menu.Divider />
        {DIRECTIONS.map((direction) => (
          <Choice key={direction} on={direction === sort.direction} choose={() => sortIn({ ...sort, direction })}>
            {name({ ...sort, direction })}
          </Choice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChoiceProps {
  readonly on: boolean;
  readonly choose: () => void;
  readonly children: string;
}

function Choice({ on, choose, children }: ChoiceProps) {
  const tick = <IconCheck size={15} className={classes['tick'] ?? ''} aria-hidden />;
  return (
    <Menu.RadioItem value={children} checked={on} onChange={choose} checkIcon={tick} closeMenuOnClick>
      {children}
    </Menu.RadioItem>
  );
}
