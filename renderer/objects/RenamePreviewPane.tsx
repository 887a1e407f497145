import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOfKey, prefixOfKey } from '../../shared/keys';
import type { RenameNote, RenamePreview, RenameRow } from '../../shared/renames';
import type { ConflictRule } from '../../shared/settings';
import { useSlice } from '../mirror';
import { formatCount } from '../ui/format';
import { PreviewNote, PreviewPane, PreviewSums, PreviewTable } from '../ui/PreviewPane';
import { shownName } from '../ui/shown-name';
import type { Preview } from '../ui/use-preview';
import classes from './RenameMany.module.css';

interface RenamePreviewPaneProps {
  readonly preview: Preview<RenamePreview>;
  /** The bucket was another than shown when it was to begin. */
  readonly changed: boolean;
}

/** The names as they are and as they will be, and what there is to say of all of them. */
export function RenamePreviewPane({ preview, changed }: RenamePreviewPaneProps) {
  const { t } = useTranslation('objects');
  return (
    <PreviewPane preview={preview} waiting={t('renames.reading')}>
      {(shown) => (
        <>
          {shown.problem === null && <Names shown={shown} />}
          <Sums shown={shown} changed={changed} />
        </>
      )}
    </PreviewPane>
  );
}

function Names({ shown }: { readonly shown: RenamePreview }) {
  const { t } = useTranslation('objects');
  const [wanted, setWanted] = useState<'all' | 'marked'>('all');
  const { notes, marked } = shown;
  const markedCount = notes.taken + notes.numbered + notes.mended + notes.refused;
  const which = markedCount === 0 ? 'all' : wanted;
  const rows = which === 'all' ? shown.rows : marked;
  const more = (which === 'all' ? shown.total : markedCount) - rows.length;
  return (
    <>
      {markedCount > 0 && (
        <SegmentedControl
          size="xs"
          mb={8}
          aria-label={t('renames.which')}
          value={which}
          onChange={(value) => setWanted(value === 'marked' ? 'marked' : 'all')}
          data={[
            { value: 'all', label: t('renames.all', { formatted: formatCount(shown.total) }) },
            { value: 'marked', label: t('renames.marked', { formatted: formatCount(markedCount) }) },
          ]}
        />
      )}
      <PreviewTable
        label={t('renames.list')}
        columns={[t('renames.from'), t('renames.to')]}
        maxHeight="clamp(140px, 100dvh - 580px, 420px)"
        more={more > 0 ? t('renames.more', { count: more, formatted: formatCount(more) }) : null}
      >
        {rows.map((row) => (
          <Row key={row.from} row={row} />
        ))}
      </PreviewTable>
    </>
  );
}

const TONES: Readonly<Record<RenameNote, string>> = {
  same: 'gray',
  taken: 'yellow',
  numbered: 'yellow',
  mended: 'yellow',
  refused: 'red',
};

function Row({ row }: { readonly row: RenameRow }) {
  const { t } = useTranslation('objects');
  const { conflictRule } = useSlice('settings');
  const { from, to, note } = row;
  const folder = prefixOfKey(from);
  return (
    <tr data-same={from === to || undefined}>
      <td title={shownName(from)}>{shownName(nameOfKey(from))}</td>
      <td title={shownName(to)}>
        <span>{shownName(to.startsWith(folder) ? to.slice(folder.length) : to)}</span>
        {note !== null && note !== 'same' && (
          <PreviewNote words={t(noteWords(note, conflictRule))} color={TONES[note]} />
        )}
      </td>
    </tr>
  );
}

function noteWords(note: Exclude<RenameNote, 'same'>, rule: ConflictRule) {
  return note === 'taken' ? (`renames.taken.${rule}` as const) : (`renames.notes.${note}` as const);
}

function Sums({ shown, changed }: { readonly shown: RenamePreview; readonly changed: boolean }) {
  const { t } = useTranslation('objects');
  const { total, renamed, notes, problem } = shown;
  const counted = (count: number) => ({ count, formatted: formatCount(count) });
  const words = [
    t('renames.sum', { ...counted(total), renamed: formatCount(renamed) }),
    ...(notes.taken === 0 ? [] : [t('renames.sumTaken', counted(notes.taken))]),
    ...(notes.refused === 0 ? [] : [t('renames.sumStay', counted(notes.refused))]),
  ];
  return (
    <>
      {changed && (
        <p className={classes['changed']} role="alert">
          {t('renames.changed')}
        </p>
      )}
      <PreviewSums words={problem === null ? words : [t('renames.problem')]} />
    </>
  );
}
