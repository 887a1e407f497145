import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type AssetRow, mediaUrls } from '../../shared/library';
import { extensionOf } from '../../shared/media';
import { useFields } from '../mirror';
import { KindIcon } from '../ui/KindIcon';
import { mediaSrc } from '../ui/media-src';
import { type Tries, waitToAskAgain } from '../ui/ask-again';
import { blurPixels } from './blur';
import { showPicture } from './calm-pictures';
import { lookAtThumb } from '../ui/thumb-interest';
import classes from './Thumb.module.css';

/** What takes longer than this to come is faded in, ms. At once and without a fade scrolling is smoother. */
const LATE_MS = 250;
const FADE_MS = 160;

interface ThumbProps {
  readonly row: AssetRow;
  readonly size?: 'small' | 'tile' | 'large';
  /** The whole picture, not a crop that fills the frame. */
  readonly whole?: boolean;
}

/** The small picture of a file. Where there is none, or none can be made: its kind and the end of its name. */
export function Thumb({ row, size = 'tile', whole = false }: ThumbProps) {
  const pictured = row.size > 0 && mayHavePicture(row);
  return (
    <div className={classes['thumb']} data-size={size} data-kind={row.media}>
      {pictured ? (
        <Picture key={`${row.assetId} ${row.version}`} row={row} size={size} whole={whole} />
      ) : (
        <Blank row={row} size={size} />
      )}
    </div>
  );
}

/** Covers and wave forms of sounds, and first pages of PDFs, too. */
function mayHavePicture({ media, name }: AssetRow): boolean {
  return media === 'image' || media === 'video' || media === 'audio' || extensionOf(name) === 'pdf';
}

/** `asked`: and shown once it is there. `asked-again`: it could not be had before, and the icon stays until it is there. */
type PictureState = 'asked' | 'missing' | 'asked-again';

function Picture({ row, size, whole }: Required<ThumbProps>) {
  const [state, setState] = useState<PictureState>('asked');
  const tries = useRef<Tries>({ byClock: 0 });
  const again = useCallback(() => setState('asked-again'), []);
  const askedAt = useRef(performance.now());
  const waiting = useRef(false);
  const src = mediaSrc(mediaUrls.thumb(row));
  const begin = useCallback(
    (picture: HTMLImageElement) =>
      showPicture(() => {
        waiting.current = true;
        picture.src = src;
      }),
    [src],
  );
  const blur = useRef<HTMLCanvasElement>(null);
  useEffect(() => lookAtThumb(row.assetId, () => !waiting.current), [row.assetId]);
  const settle = (settled: 'asked' | 'missing'): void => {
    waiting.current = false;
    setState(settled);
  };
  if (state === 'missing') return <Missing row={row} size={size} tries={tries.current} again={again} />;
  return (
    <>
      {state === 'asked-again' && <Blank row={row} size={size} />}
      {/* It stays beneath the picture that fades in, and goes with what has holes in it. */}
      {row.blur !== null && <Blur ref={blur} hash={row.blur} whole={whole} />}
      <img
        ref={begin}
        className={classes['picture']}
        data-whole={whole}
        alt=""
        decoding="async"
        draggable={false}
        onLoad={({ currentTarget }) => {
          settle('asked');
          blur.current?.setAttribute('data-gone', 'true');
          if (performance.now() - askedAt.current > LATE_MS) fadeIn(currentTarget);
        }}
        onError={() => settle('missing')}
      />
    </>
  );
}

function fadeIn(picture: HTMLImageElement): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  picture.animate({ opacity: [0, 1] }, { duration: FADE_MS, easing: 'ease-out' });
}

/** Calls back when what stands now has been painted. Answers what calls that off. */
function afterPaint(then: () => void): () => void {
  let timer = 0;
  const frame = requestAnimationFrame(() => (timer = window.setTimeout(then)));
  return () => {
    cancelAnimationFrame(frame);
    window.clearTimeout(timer);
  };
}

function drawBlur(canvas: HTMLCanvasElement | null, hash: string): void {
  if (canvas === null || canvas.dataset['gone'] === 'true') return;
  const pixels = blurPixels(hash);
  if (pixels === null) return;
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

interface BlurProps {
  readonly ref: RefObject<HTMLCanvasElement | null>;
  readonly hash: string;
  readonly whole: boolean;
}

/** The colours of a picture, from the next frame on and until the picture itself is there: often it is by then. */
function Blur({ ref, hash, whole }: BlurProps) {
  useLayoutEffect(() => afterPaint(() => drawBlur(ref.current, hash)), [ref, hash]);
  return <canvas ref={ref} className={classes['blur']} data-whole={whole} aria-hidden />;
}

interface MissingProps extends Pick<Required<ThumbProps>, 'row' | 'size'> {
  readonly tries: Tries;
  readonly again: () => void;
}

/** No picture, or none that could be had: asked for once more when the file has arrived or the bucket was read again, and in time. */
function Missing({ row, size, tries, again }: MissingProps) {
  const { scan } = useFields('library', 'scan');
  const news = `${row.transfer === null}/${scan.kind === 'complete' ? scan.at : ''}`;
  const known = useRef(news);
  useEffect(() => {
    if (known.current !== news && scan.kind === 'complete') again();
  }, [news, scan.kind, again]);
  useEffect(() => waitToAskAgain(tries, again), [tries, again]);
  return <Blank row={row} size={size} />;
}

const ICON_SIZES = { small: 16, tile: 30, large: 44 } as const;

function Blank({ row, size }: { readonly row: AssetRow; readonly size: NonNullable<ThumbProps['size']> }) {
  const extension = extensionOf(row.name);
  return (
    <div className={classes['blank']} aria-hidden>
      <KindIcon kind={row.media} size={ICON_SIZES[size]} />
      {size !== 'small' && extension !== '' && <span className={classes['extension']}>{extension}</span>}
    </div>
  );
}
