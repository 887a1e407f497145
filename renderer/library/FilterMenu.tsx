import { Chip, Group, NumberInput, Popover, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { betweenDays, type DateFilter, daysOf, isFiltered, monthOf, type SizeFilter } from '../../shared/view-filters';
import { DATE_PRESETS, PRESET_NAMES, presetOfDate, presetOfSize, SIZE_NAMES, SIZE_PRESETS } from './filter-presets';
import { useLibraryFrame } from './library-model';
import { filterBy } from './place';
import { QuietButton } from './QuietButton';
import classes from './FilterMenu.module.css';

/** What of the view is shown by date, size and prompt. */
export function FilterMenu() {
  const { t } = useTranslation('library');
  const { filters } = useLibraryFrame().place;
  const count = [filters.modified, filters.size, filters.prompt].filter((one) => one !== null).length;
  const [opened, setOpened] = useState(false);
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <QuietButton
          name={t('narrow.label')}
          icon={<IconAdjustmentsHorizontal size={15} />}
          set={isFiltered(filters)}
          onClick={() => setOpened(!opened)}
        >
          {count === 0 ? t('narrow.none') : t('narrow.some', { count })}
        </QuietButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('narrow.label')} className={classes['panel'] ?? ''}>
        <ByDate chosen={filters.modified} />
        <BySize chosen={filters.size} />
        <ByPrompt chosen={filters.prompt} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: (titleId: string) => ReactNode }) {
  const id = useId();
  return (
    <section className={classes['part']} aria-labelledby={id}>
      <h2 className={classes['title']} id={id}>
        {title}
      </h2>
      {children(id)}
    </section>
  );
}

interface ChoicesProps<Name extends string> {
  readonly titleId: string;
  readonly names: readonly Name[];
  readonly chosen: Name | 'any' | 'other';
  readonly words: (name: Name | 'any') => string;
  readonly choose: (name: Name | null) => void;
}

/** One of a few, or any of them. What is chosen may be none of them: `other`. */
function Choices<Name extends string>({ titleId, names, chosen, words, choose }: ChoicesProps<Name>) {
  return (
    <Chip.Group value={chosen} onChange={(name) => choose(names.find((one) => one === name) ?? null)}>
      <Group gap={6} role="radiogroup" aria-labelledby={titleId}>
        {(['any', ...names] as const).map((name) => (
          <Chip key={name} value={name} size="xs" radius="sm">
            {words(name)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

function ByDate({ chosen }: { readonly chosen: DateFilter | null }) {
  const { t } = useTranslation('library');
  const { first, last } = chosen?.kind === 'between' ? daysOf(chosen) : { first: '', last: '' };
  const set = (modified: DateFilter | null): void => filterBy({ modified });
  return (
    <Part title={t('narrow.modified')}>
      {(titleId) => (
        <>
          <Choices
            titleId={titleId}
            names={PRESET_NAMES}
            chosen={chosen === null ? 'any' : (presetOfDate(chosen) ?? 'other')}
            words={(name) => t(`narrow.date.${name}`)}
            choose={(name) => set(name === null ? null : DATE_PRESETS[name])}
          />
          <div className={classes['fields']}>
            <TextInput
              type="date"
              size="xs"
              label={t('narrow.from')}
              value={first}
              max={last}
              onChange={(event) => set(betweenDays(event.currentTarget.value, last))}
            />
            <TextInput
              type="date"
              size="xs"
              label={t('narrow.to')}
              value={last}
              min={first}
              onChange={(event) => set(betweenDays(first, event.currentTarget.value))}
            />
            <TextInput
              type="month"
              size="xs"
              label={t('narrow.month')}
              value={monthShown(first, last)}
              onChange={(event) => set(monthOf(event.currentTarget.value))}
            />
          </div>
        </>
      )}
    </Part>
  );
}

/** The month that two days are the ends of; '' where they are not. */
function monthShown(first: string, last: string): string {
  const month = monthOf(first.slice(0, 7));
  if (month?.kind !== 'between') return '';
  const ends = daysOf(month);
  return ends.first === first && ends.last === last ? first.slice(0, 7) : '';
}

const MB = 1_000_000;

function BySize({ chosen }: { readonly chosen: SizeFilter | null }) {
  const { t } = useTranslation('library');
  const least = chosen?.least ?? null;
  const most = chosen?.most ?? null;
  const set = (next: SizeFilter): void => filterBy({ size: next.least === null && next.most === null ? null : next });
  return (
    <Part title={t('narrow.size')}>
      {(titleId) => (
        <>
          <Choices
            titleId={titleId}
            names={SIZE_NAMES}
            chosen={chosen === null ? 'any' : (presetOfSize(chosen) ?? 'other')}
            words={(name) => t(`narrow.sizes.${name}`)}
            choose={(name) => filterBy({ size: name === null ? null : SIZE_PRESETS[name] })}
          />
          <div className={classes['fields']}>
            <Megabytes label={t('narrow.least')} value={least} change={(bytes) => set({ least: bytes, most })} />
            <Megabytes label={t('narrow.most')} value={most} change={(bytes) => set({ least, most: bytes })} />
          </div>
        </>
      )}
    </Part>
  );
}

interface MegabytesProps {
  readonly label: string;
  /** Bytes. */
  readonly value: number | null;
  readonly change: (bytes: number | null) => void;
}

function Megabytes({ label, value, change }: MegabytesProps) {
  const [typed, setTyped] = useState<number | string>('');
  return (
    <NumberInput
      size="xs"
      label={label}
      min={0}
      max={10_000_000}
      decimalScale={3}
      hideControls
      suffix=" MB"
      // As it was typed for as long as that is meant: `1.` may become 1.5.
      value={bytesOf(typed) === value ? typed : megabytesOf(value)}
      onChange={(next) => {
        setTyped(next);
        change(bytesOf(next));
      }}
    />
  );
}

/** What is typed, in bytes; null for nothing, and for what is no number yet. */
function bytesOf(typed: number | string): number | null {
  const megabytes = typed === '' ? Number.NaN : Number(typed);
  return Number.isNaN(megabytes) ? null : Math.round(megabytes * MB);
}

function megabytesOf(bytes: number | null): number | string {
  return bytes === null ? '' : Math.round(bytes / (MB / 1000)) / 1000;
}

const PROMPTS = ['with', 'without'] as const;

function ByPrompt({ chosen }: { readonly chosen: 'with' | 'without' | null }) {
  const { t } = useTranslation('library');
  return (
    <Part title={t('narrow.prompt')}>
      {(titleId) => (
        <Choices
          titleId={titleId}
          names={PROMPTS}
          chosen={chosen ?? 'any'}
          words={(name) => t(`narrow.prompts.${name}`)}
          choose={(prompt) => filterBy({ prompt })}
        />
      )}
    </Part>
  );
}
