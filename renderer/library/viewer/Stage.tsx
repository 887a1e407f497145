import { Loader } from '@mantine/core';
import { assertNever } from '../../../shared/assert';
import { type AssetRow, mediaUrls } from '../../../shared/library';
import { extensionOf } from '../../../shared/media';
import { mediaSrc } from '../../ui/media-src';
import { shownName } from '../../ui/shown-name';
import { Thumb } from '../Thumb';
import { ImageStage } from './ImageStage';
import { OtherStage } from './OtherStage';
import { PdfStage } from './PdfStage';
import { isTextFile } from './text-language';
import { TextStage } from './TextStage';
import { Tried } from './Tried';
import classes from './Viewer.module.css';

/** The file itself, shown the way its kind is. */
export function Stage({ row }: { readonly row: AssetRow | null }) {
  if (row === null) return <Loader color="white" />;
  const name = `${row.assetId}/${row.version}`;
  switch (row.media) {
    case 'image':
      return <ImageStage key={name} row={row} />;
    case 'video':
      return <VideoStage key={name} row={row} />;
    case 'audio':
      return <AudioStage key={name} row={row} />;
    case 'document':
    case 'other':
      if (extensionOf(row.name) === 'pdf') return <PdfStage key={name} row={row} />;
      return isTextFile(row) ? <TextStage key={name} row={row} /> : <OtherStage row={row} />;
    default:
      return assertNever(row.media);
  }
}

function VideoStage({ row }: { readonly row: AssetRow }) {
  return (
    <Tried
      row={row}
      draw={(fail, playback) => (
        <video
          className={classes['video']}
          src={mediaSrc(mediaUrls.file(row))}
          poster={mediaSrc(mediaUrls.thumb(row))}
          aria-label={shownName(row.name)}
          controls
          autoPlay
          playsInline
          onError={fail}
          {...playback}
        >
          <track kind="captions" />
        </video>
      )}
    />
  );
}

function AudioStage({ row }: { readonly row: AssetRow }) {
  return (
    <Tried
      row={row}
      draw={(fail, playback) => (
        <div className={classes['audio']}>
          <div className={classes['disc']}>
            <Thumb row={row} size="large" whole />
          </div>
          <audio
            src={mediaSrc(mediaUrls.file(row))}
            aria-label={shownName(row.name)}
            controls
            autoPlay
            onError={fail}
            {...playback}
          >
            <track kind="captions" />
          </audio>
        </div>
      )}
    />
  );
}
