import { Loader } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert';
import type { AssetRow } from '../../../shared/library';
import { extensionOf } from '../../../shared/media';
import { ask } from '../../bridge';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { useAnswer } from '../../ui/use-answer';
import { shownName } from '../../ui/shown-name';
import { useLibrary } from '../library-model';
import { FailedStage } from './FailedStage';
import { OtherStage } from './OtherStage';
import { PlainText } from './PlainText';
import { readableJson } from './readable-json';
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
        <div className={classes['paper']} role="document" aria-label={shownName(row.name)} tabIndex={0}>
          <Dressed name={row.name} read={read.value} />
          {read.value.truncated && <p className={classes['cut']}>{t('viewer.truncated')}</p>}
        </div>
      );
    default:
      return assertNever(read);
  }
}

interface DressedProps {
  readonly name: string;
  readonly read: Read;
}

function Dressed({ name, read }: DressedProps) {
  const text = useMemo(() => readable(name, read), [name, read]);
  const plain = <PlainText text={text} />;
  const shown = textKindOf(name);
  if (text.length > MAX_DRESSED || shown.kind === 'plain') return plain;
  return (
    <ErrorBoundary part={text} instead={plain}>
      <Suspense fallback={plain}>
        {shown.kind === 'markdown' ? <MarkdownText text={text} /> : <Code text={text} language={shown.language} />}
      </Suspense>
    </ErrorBoundary>
  );
}

interface CodeProps {
  readonly text: string;
  readonly language: string;
}

function Code({ text, language }: CodeProps) {
  return (
    <pre className={classes['text']} data-selectable>
      <CodeText text={text} language={language} />
    </pre>
  );
}

/** JSON with its lines broken; everything else as it is. */
function readable(name: string, { text, truncated }: Read): string {
  return extensionOf(name) === 'json' && !truncated ? readableJson(text) : text;
}
