import { Loader } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert';
import { type AssetRow, type DocumentPages, mediaUrls } from '../../../shared/library';
import { ask } from '../../bridge';
import { formatCount } from '../../ui/format';
import { mediaSrc } from '../../ui/media-src';
import { useAnswer } from '../../ui/use-answer';
import { shownName } from '../../ui/shown-name';
import { type Tries, waitToAskAgain } from '../../ui/ask-again';
import { useLibrary } from '../library-model';
import { BrokenStage } from './BrokenStage';
import { PageTextLayer } from './PageTextLayer';
import { useTries } from './use-tries';
import classes from './Pdf.module.css';

/** As many as a window can hold boxes for; the rest is in the file. */
const MAX_PAGES = 2000;

/** A PDF, page below page. Pages are drawn in the decoder's sandbox, when they come near; here they are pictures. */
export function PdfStage({ row }: { readonly row: AssetRow }) {
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId } = row;
  const trying = useTries();
  const name = `pages/${assetId}/${row.version}/${trying.number}`;
  const pages = useAnswer(name, () => ask('library.pages', { connectionId, assetId }), 60);
  switch (pages.kind) {
    case 'waiting':
      return <Loader color="white" />;
    case 'failed':
      return <BrokenStage row={row} trying={trying} cause={pages.failure} />;
    case 'ready':
      return <Pages row={row} pages={pages.value} />;
    default:
      return assertNever(pages);
  }
}

function Pages({ row, pages }: { readonly row: AssetRow; readonly pages: DocumentPages }) {
  const { t } = useTranslation('library');
  const count = Math.min(pages.count, MAX_PAGES);
  return (
    // The keyboard scrolls it.
    <div className={classes['pages']} role="document" aria-label={shownName(row.name)} tabIndex={0} data-autofocus>
      {Array.from({ length: count }, (_, index) => (
        <Page key={index} row={row} number={index + 1} pages={pages} />
      ))}
      {count < pages.count && (
        <p className={classes['rest']}>{t('viewer.morePages', { formatted: formatCount(pages.count - count) })}</p>
      )}
    </div>
  );
}

interface PageProps {
  readonly row: AssetRow;
  readonly number: number;
  readonly pages: DocumentPages;
}

function Page({ row, number, pages }: PageProps) {
  const { t } = useTranslation('library');
  const [state, setState] = useState<'loading' | 'there' | 'broken'>('loading');
  const tries = useRef<Tries>({ byClock: 0 });
  const again = useCallback(() => setState('loading'), []);
  // Its text is read once someone points at it: other pages are drawn first.
  const [pointedAt, setPointedAt] = useState(false);
  // Most pages of a document are of one size; one that is not takes its own once it is there.
  const [ratio, setRatio] = useState(pages.width / pages.height);
  const label = t('viewer.page', { page: formatCount(number), pages: formatCount(pages.count) });
  return (
    <figure
      className={classes['page']}
      style={{ aspectRatio: ratio }}
      data-state={state}
      onPointerEnter={() => setPointedAt(true)}
    >
      {state === 'broken' ? (
        <BrokenPage number={number} tries={tries.current} again={again} />
      ) : (
        <img
          src={mediaSrc(mediaUrls.page(row, number))}
          alt={label}
          loading="lazy"
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            setState('there');
            setRatio(naturalWidth / naturalHeight);
          }}
          onError={() => setState('broken')}
        />
      )}
      {state === 'there' && pointedAt && <PageTextLayer row={row} number={number} />}
    </figure>
  );
}

interface BrokenPageProps {
  readonly number: number;
  readonly tries: Tries;
  readonly again: () => void;
}

function BrokenPage({ number, tries, again }: BrokenPageProps) {
  const { t } = useTranslation('library');
  useEffect(() => waitToAskAgain(tries, again), [tries, again]);
  return <span className={classes['broken']}>{t('viewer.pageBroken', { page: formatCount(number) })}</span>;
}
