import { useState } from 'react';
import type { GenerationTask } from '../../shared/generation';
import { mediaUrls } from '../../shared/library';
import { mediaSrc } from '../ui/media-src';
import { isKept } from './results';
import classes from './ResultCard.module.css';

export type CardSize = 'large' | 'small';

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

/** The picture of a task. Once it is there it stays as it is while its file moves from this computer to the bucket. */
export function TaskPicture({ task, size }: { readonly task: GenerationTask; readonly size: CardSize }) {
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

/** Whether there is a picture to show. */
export function hasPicture(task: GenerationTask): boolean {
  if (task.state.kind === 'running') return task.state.preview > 0;
  return task.state.kind === 'done' || task.state.kind === 'uploading' || isKept(task);
}
