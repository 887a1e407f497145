import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { isLoopbackHost } from '../../shared/links';
import classes from './Links.module.css';

/** A QR code holds 2,953 bytes at its lowest correction; a phone's camera gives up long before. */
const MAX_BYTES = 900;
const BORDER = 2;
/** A signed link is long: with less correction its code stays coarse enough for a camera. */
const LONG = 160;

/** A link as a QR code, dark on white in every theme: cameras want it so. */
export function QrCode({ text }: { readonly text: string }) {
  const { t } = useTranslation('links');
  const drawing = useMemo(() => (text.length > MAX_BYTES ? null : drawingOf(text)), [text]);
  if (drawing === null) return <p className={classes['qrNote']}>{t('share.qrLong')}</p>;
  return (
    <figure className={classes['qr']}>
      <svg role="img" aria-label={t('share.qr')} viewBox={`0 0 ${drawing.size} ${drawing.size}`} data-link={text}>
        <rect width={drawing.size} height={drawing.size} fill="#fff" />
        <path d={drawing.path} fill="#000" shapeRendering="crispEdges" />
      </svg>
      <figcaption>{t(isLoopbackHost(new URL(text).hostname) ? 'share.qrHere' : 'share.qrHelp')}</figcaption>
    </figure>
  );
}

/** One rectangle for each run of dark modules in a line. */
function drawingOf(text: string): { readonly size: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: text.length > LONG ? 'L' : 'M', border: BORDER });
  const path = data.flatMap((line, y) => {
    const runs: string[] = [];
    for (let x = 0; x < line.length; x += 1) {
      if (line[x] !== true) continue;
      const start = x;
      while (line[x + 1] === true) x += 1;
      runs.push(`M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`);
    }
    return runs;
  });
  return { size, path: path.join('') };
}
