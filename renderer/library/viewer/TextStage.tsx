import { Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert';
import type { AssetRow } from '../../../shared/library';
import { extensionOf } from '../../../shared/media';
import { ask } from '../../bridge';
import { useAnswer } from '../../ui/use-answer';
import { useLibrary } from '../library-model';
import { FailedStage } from './FailedStage';
import { OtherStage } from './OtherStage';
import { textKindOf } from './text-language';
import { useTries } from './use-tries';
import classes from './Viewer.module.css';

const CodeText = lazy(async () => ({ default: (await import('./CodeText')).CodeText }));
const MarkdownText = lazy(async () => ({ default: (await import('./MarkdownText')).MarkdownText }));

/** Longer texts are shown as they are: colouring them would hold the window up, characters. */
const MAX_DRESSED = 150_000;

interface Read {
  readonly text: string;
  readonly truncated: boolean;
}

/** A text, as text: nothing in it is run or fetched. */
export function TextStage({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId } = row;
  const trying = useTries();
  const name = `${assetId}/${row.version}/${trying.number}`;
  const read = useAnswer(name, () => ask('library.readText', { connectionId, assetId }), 60);
  switch (read.kind) {
    case 'waiting':
      return <Loader color="white" />;
    case 'failed':
      return (
        <div className={classes['paper']}>
          <FailedStage failure={read.failure} trying={trying} />
        </div>
      );
    case 'ready':
      // The name promised a text, and the bytes are none.
      if (read.value.text.includes('\0')) return <OtherStage row={row} />;
      return (
        // Its text is scrolled by the keyboard too.
        <div className={classes['paper']} role="document" aria-label={row.name} tabIndex={0}>
          <Suspense fallback={<Plain text={readable(row, read.value)} />}>
            <Dressed row={row} read={read.value} />
          </Suspense>
          {read.value.truncated && <p className={classes['cut']}>{t('viewer.truncated')}</p>}
        </div>
      );
    default:
      return assertNever(read);
  }
}

function Dressed({ row, read }: { readonly row: AssetRow; readonly read: Read }) {
  const text = readable(row, read);
  const shown = textKindOf(row.name);
  if (text.length > MAX_DRESSED || shown.kind === 'plain') return <Plain text={text} />;
  switch (shown.kind) {
    case 'markdown':
      return <MarkdownText text={text} />;
    case 'code':
      return (
        <pre className={classes['text']} data-selectable>
          <CodeText text={text} language={shown.language} />
        </pre>
      );
    default:
      return assertNever(shown);
  }
}

function Plain({ text }: { readonly text: string }) {
  return (
    <pre className={classes['text']} data-selectable>
      {text}
    </pre>
  );
}

/** JSON with its lines broken; everything else as it is. */
function readable(row: AssetRow, { text, truncated }: Read): string {
  if (truncated || extensionOf(row.name) !== 'json') return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
