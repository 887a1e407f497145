import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { type MouseEvent, useState } from 'react';
import type { GenerationTask } from '../../shared/generation';
import { mediaUrls } from '../../shared/library';
import { mediaKindOfName } from '../../shared/media';
import { mediaSrc } from '../ui/media-src';
import { isKept } from './results';
import classes from './ResultCard.module.css';

export type CardSize = 'large' | 'small';

interface TaskPictureProps {
  readonly task: GenerationTask;
  readonly size: CardSize;
}

/** What there is to see of a task: its picture or film, or what is there of it. */
export function TaskPicture({ task, size }: TaskPictureProps) {
  const isFilm = task.state.kind !== 'running' && mediaKindOfName(task.name) === 'video';
  return isFilm ? <Film task={task} /> : <Picture task={task} size={size} />;
}

/** Where the picture can be had, the best place first; none while it is not made. */
function sourcesOf(task: GenerationTask, size: CardSize): readonly string[] {
  const { assetId, id } = task;
  const inBucket = { assetId, version: id };
  const thumb = mediaUrls.thumb(inBucket);
  const file = mediaUrls.file(inBucket);
  if (task.state.kind === 'done') return size === 'large' ? [file, thumb] : [thumb, file];
  if (task.state.kind === 'running') {
    return task.state.preview === 0 ? [] : [mediaUrls.taskPreview(id, task.state.preview)];
  }
  return task.state.kind === 'uploading' || isKept(task) ? [mediaUrls.task(id), file] : [];
}

/** Once it is there it stays as it is while its file moves from this computer to the bucket. */
function Picture({ task, size }: TaskPictureProps) {
  const [shown, setShown] = useState<string | null>(null);
  const [broken, setBroken] = useState<readonly string[]>([]);
  const sources = sourcesOf(task, size);
  const making = task.state.kind === 'running';
  const source = (making ? null : shown) ?? sources.find((one) => !broken.includes(one));
  if (source === undefined) return null;
  const tryNext = (): void => {
    setShown(null);
    setBroken([...broken, source]);
  };
  return (
    <img
      key={making ? 'preview' : source}
      className={classes['picture']}
      data-there={making || shown === source}
      src={mediaSrc(source)}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onLoad={() => !making && setShown(source)}
      onError={tryNext}
    />
  );
}

/** A film: its first picture until somebody points at it, then it plays without a sound. */
function Film({ task }: { readonly task: GenerationTask }) {
  const [there, setThere] = useState(false);
  const [playing, setPlaying] = useState(false);
  const inBucket = { assetId: task.assetId, version: task.id };
  const isDone = task.state.kind === 'done';
  const poster = isDone ? { poster: mediaSrc(mediaUrls.thumb(inBucket)) } : {};
  const play = ({ currentTarget: film }: MouseEvent<HTMLVideoElement>): void => {
    // It is refused where the pointer has left again already.
    film.play().then(
      () => setPlaying(true),
      () => setPlaying(false),
    );
  };
  const rest = ({ currentTarget: film }: MouseEvent<HTMLVideoElement>): void => {
    film.pause();
    film.currentTime = 0;
    setPlaying(false);
  };
  return (
    <>
      <video
        className={classes['picture']}
        data-there={there || isDone}
        src={mediaSrc(isDone ? mediaUrls.file(inBucket) : mediaUrls.task(task.id))}
        {...poster}
        preload={isDone ? 'none' : 'metadata'}
        muted
        loop
        playsInline
        aria-hidden
        tabIndex={-1}
        onLoadedData={() => setThere(true)}
        onMouseEnter={play}
        onMouseLeave={rest}
      />
      {!playing && (
        <span className={classes['play']} aria-hidden>
          <IconPlayerPlayFilled size={18} />
        </span>
      )}
    </>
  );
}

/** Whether there is a picture to show. */
export function hasPicture(task: GenerationTask): boolean {
  if (task.state.kind === 'running') return task.state.preview > 0;
  return task.state.kind === 'done' || task.state.kind === 'uploading' || isKept(task);
}
