import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { type AssetRow, mediaUrls } from '../../../shared/library';
import { extensionOf } from '../../../shared/media';
import { mediaSrc } from '../../ui/media-src';
import { shownName } from '../../ui/shown-name';
import { Tried } from './Tried';
import { useZoom, type Zooming } from './use-zoom';
import { ViewerButton } from './ViewerButton';
import type { Size } from './zoom';
import classes from './Viewer.module.css';

type PictureState = 'loading' | 'there';

function knownSize(row: AssetRow): Size | null {
  return row.width === null || row.height === null ? null : { width: row.width, height: row.height };
}

/** TIFF is drawn by the decoder, since Chromium reads none, and no larger than a page. */
function isDrawn(row: AssetRow): boolean {
  return ['tif', 'tiff'].includes(extensionOf(row.name));
}

/** A picture: fitted, zoomed by wheel and keys, moved by dragging. Its thumbnail stands in until it is there. */
export function ImageStage({ row }: { readonly row: AssetRow }) {
  return <Tried row={row} draw={(fail) => <Picture row={row} fail={fail} />} />;
}

interface PictureProps {
  readonly row: AssetRow;
  readonly fail: () => void;
}

function Picture({ row, fail }: PictureProps) {
  const [state, setState] = useState<PictureState>('loading');
  const [seen, setSeen] = useState<Size | null>(null);
  const drawn = isDrawn(row);
  const known = knownSize(row);
  const size = drawn ? (known ?? seen) : (seen ?? known);
  const zooming = useZoom(size);
  const style = zooming.style ?? undefined;
  const placed = style === undefined ? classes['contained'] : classes['placed'];
  return (
    <>
      <div ref={zooming.box} className={classes['image']} data-zoomed={zooming.zoomed || undefined} {...zooming.events}>
        {state === 'loading' && (
          <img className={placed} style={style} src={mediaSrc(mediaUrls.thumb(row))} alt="" draggable={false} />
        )}
        <img
          className={placed}
          style={style}
          src={mediaSrc(drawn ? mediaUrls.page(row, 1) : mediaUrls.file(row))}
          alt={shownName(row.name)}
          draggable={false}
          data-state={state}
          data-picture
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
            setState('there');
            if (width > 0 && height > 0) setSeen({ width, height });
          }}
          onError={fail}
        />
      </div>
      {zooming.scale !== null && <ZoomControls zooming={zooming} scale={zooming.scale} />}
    </>
  );
}

function ZoomControls({ zooming, scale }: { readonly zooming: Zooming; readonly scale: number }) {
  const { t } = useTranslation('library');
  const percent = `${Math.round(scale * 100)}%`;
  return (
    <div className={classes['zoom']}>
      <ViewerButton label={t('viewer.zoomOut')} onClick={() => zooming.step(1 / 1.5)}>
        <IconMinus size={17} />
      </ViewerButton>
      <ViewerButton label={t('viewer.zoomActual', { percent })} onClick={zooming.actual}>
        <span className={classes['percent']} data-percent={percent} />
      </ViewerButton>
      <ViewerButton label={t('viewer.zoomIn')} onClick={() => zooming.step(1.5)}>
        <IconPlus size={17} />
      </ViewerButton>
      <ViewerButton label={t('viewer.zoomFit')} onClick={zooming.reset}>
        <IconZoomReset size={17} />
      </ViewerButton>
    </div>
  );
}
