import { Button, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryView } from '../../shared/library';
import type { DateFilter, SizeFilter } from '../../shared/view-filters';
import { formatBytes, formatDate } from '../ui/format';
import { presetOfDate, presetOfSize } from './filter-presets';
import { useLibraryFrame } from './library-model';
import { clearFilters, filterBy, filterKinds } from './place';
import classes from './FilterChips.module.css';

interface Shown {
  readonly name: string;
  readonly words: string;
  readonly remove: () => void;
}

/** What narrows the view, each with a way to take it off again. Nothing where nothing does. */
export const FilterChips = memo(function FilterChips() {
  const { t } = useTranslation('library');
  const { place } = useLibraryFrame();
  const shown = shownFilters(place, t);
  if (shown.length === 0) return null;
  return (
    <div className={classes['line']} role="group" aria-label={t('narrow.active')}>
      {shown.map(({ name, words, remove }) => (
        <UnstyledButton
          key={name}
          className={classes['chip'] ?? ''}
          aria-label={t('narrow.remove', { filter: words })}
          onClick={remove}
        >
          {words}
          <IconX size={13} aria-hidden />
        </UnstyledButton>
      ))}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={clearFilters}>
        {t('narrow.clear')}
      </Button>
    </div>
  );
});

function shownFilters(
  { kinds, filters }: Pick<LibraryView, 'kinds' | 'filters'>,
  t: TFunction<'library'>,
): readonly Shown[] {
  const { modified, size, prompt } = filters;
  const shown: Shown[] = kinds.map((kind) => ({
    name: `kind-${kind}`,
    words: t(`filter.${kind}`),
    remove: () => filterKinds(kinds.filter((other) => other !== kind)),
  }));
  if (modified !== null)
    shown.push({ name: 'modified', words: dateWords(modified, t), remove: () => filterBy({ modified: null }) });
  if (size !== null) shown.push({ name: 'size', words: sizeWords(size, t), remove: () => filterBy({ size: null }) });
  if (prompt !== null)
    shown.push({ name: 'prompt', words: t(`narrow.prompts.${prompt}`), remove: () => filterBy({ prompt: null }) });
  return shown;
}

function dateWords(filter: DateFilter, t: TFunction<'library'>): string {
  const preset = presetOfDate(filter);
  if (preset !== null) return t(`narrow.date.${preset}`);
  if (filter.kind !== 'between') return t('narrow.modified');
  const from = filter.from === null ? '' : formatDate(filter.from);
  const to = filter.until === null ? '' : formatDate(filter.until - 1);
  return rangeWords(from, to, t);
}

function sizeWords(filter: SizeFilter, t: TFunction<'library'>): string {
  const preset = presetOfSize(filter);
  if (preset !== null) return t(`narrow.sizes.${preset}`);
  const words = (bytes: number | null) => (bytes === null ? '' : formatBytes(bytes));
  return rangeWords(words(filter.least), words(filter.most), t);
}

function rangeWords(from: string, to: string, t: TFunction<'library'>): string {
  if (to === '') return t('narrow.range.from', { from });
  return from === '' ? t('narrow.range.to', { to }) : t('narrow.range.both', { from, to });
}
