import { Progress } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconBrush, IconClock, IconCloudUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../shared/assert';
import type { GenerationTask } from '../../shared/generation';
import { useSlice } from '../mirror';
import { failureWords } from '../ui/failure-words';
import { stateWords } from './task-words';
import classes from './ResultCard.module.css';

/** What a tile says of its task, over the picture or in its place. */
export function TaskFace({ task }: { readonly task: GenerationTask }) {
  const { state } = task;
  const words = stateWords(task);
  switch (state.kind) {
    case 'queued':
      return <Quiet icon={<IconClock size={15} />} words={words} />;
    case 'cancelled':
      return <Quiet icon={<IconBan size={15} />} words={words} />;
    case 'running':
      return <Moving icon={<IconBrush size={15} />} words={words} share={state.progress} />;
    case 'uploading':
      return <Sending transferId={state.transferId} words={words} />;
    case 'failed':
      return <Failed words={failureWords(state.failure).title} picture={state.kept} />;
    case 'done':
      return null;
    default:
      return assertNever(state);
  }
}

function Quiet({ icon, words }: { readonly icon: ReactNode; readonly words: string }) {
  return (
    <div className={classes['quiet']} aria-hidden>
      {icon}
      {words}
    </div>
  );
}

interface MovingProps {
  readonly icon: ReactNode;
  readonly words: string;
  /** null where it cannot be told. */
  readonly share: number | null;
}

function Moving({ icon, words, share }: MovingProps) {
  return (
    <div className={classes['fade']} aria-hidden>
      <div className={classes['line']}>
        {icon}
        <span className={classes['words']}>{words}</span>
      </div>
      <Progress
        value={share === null ? 100 : share * 100}
        striped={share === null}
        animated={share === null}
        classNames={{ root: classes['bar'] ?? '' }}
        transitionDuration={160}
      />
    </div>
  );
}

function Sending({ transferId, words }: { readonly transferId: string; readonly words: string }) {
  const { changed } = useSlice('transfers');
  const transfer = changed.find(({ id }) => id === transferId);
  const moved = transfer?.state.kind === 'moving' ? transfer.state.movedBytes / Math.max(1, transfer.size) : null;
  return <Moving icon={<IconCloudUpload size={15} />} words={words} share={moved} />;
}

function Failed({ words, picture }: { readonly words: string; readonly picture: boolean }) {
  return (
    <div className={classes['failed']} data-picture={picture} aria-hidden>
      <IconAlertTriangle size={picture ? 15 : 22} />
      <span className={classes['words']}>{words}</span>
    </div>
  );
}
