import { Button, UnstyledButton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { AssetRow, Namesakes } from '../../shared/library';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { revealAsset } from '../navigation';
import { formatCount, formatDay } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { useAnswer } from '../ui/use-answer';
import { useLibrary } from './library-model';
import { sizeOf } from './row-words';
import { Thumb } from './Thumb';
import classes from './NamesakeList.module.css';

const SHORT = 6;

/**
 * Other files of the same name in the folder: other formats, numbered ones. R2 keeps no versions of an object, so these are all
 * the versions there are. Nothing where there is none.
 */
export function NamesakeList({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  const [isLong, setLong] = useState(false);
  const select = useSelect();
  const { connectionId } = view;
  const { assetId } = row;
  const answer = useAnswer(`${assetId}/${useMoment()}`, () => ask('library.namesakes', { connectionId, assetId }));
  // What was known stays on show while it is asked for again.
  const known = useRef<Namesakes>({ count: 0, rows: [] });
  if (answer.kind === 'ready') known.current = answer.value;
  const { count, rows } = known.current;
  if (count === 0) return null;
  const shown = isLong ? rows : rows.slice(0, SHORT);
  return (
    <section className={classes['namesakes']} aria-label={t('namesakes.title')}>
      <h3>{t('namesakes.title')}</h3>
      {shown.map((other) => (
        <UnstyledButton key={other.assetId} className={classes['other'] ?? ''} onClick={() => drop(select(other))}>
          <span className={classes['picture']}>
            <Thumb row={other} size="small" />
          </span>
          <span className={classes['words']}>
            <MiddleTruncate text={other.name} />
            <span className={classes['note']}>{[sizeOf(other), formatDay(other.modified)].join(' · ')}</span>
          </span>
        </UnstyledButton>
      ))}
      {shown.length < rows.length && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setLong(true)}>
          {t('namesakes.all', { formatted: formatCount(rows.length) })}
        </Button>
      )}
      {isLong && rows.length < count && (
        <p className={classes['note']}>{t('namesakes.more', { formatted: formatCount(count - rows.length) })}</p>
      )}
    </section>
  );
}

/** The state of the index that is worth asking about: while a bucket is read there is another ten times a second. */
function useMoment(): string {
  const { revision, scan } = useSlice('library');
  return scan.kind === 'scanning' ? 'scanning' : String(revision);
}

/** Selects a file where the view on show has it, else in its folder. */
function useSelect(): (row: AssetRow) => Promise<void> {
  const { view, grid, handle } = useLibrary();
  return async (row) => {
    const found = await ask('library.position', { view, assetId: row.assetId });
    if (!found.ok || found.value === null) return revealAsset(row);
    await grid.pickRow({ index: found.value, row }, 'only');
    handle.current?.reveal(found.value, 'nearest');
    handle.current?.focus();
  };
}
