import { Progress } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconBrush, IconClock, IconCloudUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { Failure } from '../../shared/failure';
import type { GenerationTask } from '../../shared/generation';
import { useSlice } from '../mirror';
import { openProvider } from '../navigation';
import { FailureNotice } from '../ui/FailureNotice';
import { failureWords } from '../ui/failure-words';
import { stateWords } from './task-words';
import type { CardSize } from './TaskPicture';
import classes from './ResultCard.module.css';

/** What a tile says of its task, over the picture or in its place. */
export function TaskFace({ task, size }: { readonly task: GenerationTask; readonly size: CardSize }) {
  const { t } = useTranslation('generate');
  const { state } = task;
  const words = stateWords(task, useSlice('generation').before[task.id] ?? 0);
  switch (state.kind) {
    case 'queued':
    case 'waiting':
      return <Quiet icon={<IconClock size={15} />} words={words} />;
    case 'cancelled':
      if (state.kept === true) return <NotSent words={t('notSent')} />;
      return <Quiet icon={<IconBan size={15} />} words={words} />;
    case 'running':
      return <Moving icon={<IconBrush size={15} />} words={words} share={state.progress} />;
    case 'uploading':
      return <Sending transferId={state.transferId} words={words} />;
    case 'failed':
      if (state.kept) return <NotSent words={size === 'large' ? t('notSent') : failureWords(state.failure).title} />;
      return size === 'large' ? (
        <Reason task={task} failure={state.failure} />
      ) : (
        <Failed words={failureWords(state.failure).title} />
      );
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

function Failed({ words }: { readonly words: string }) {
  return (
    <div className={classes['failed']} aria-hidden>
      <IconAlertTriangle size={22} />
      <span>{words}</span>
    </div>
  );
}

/** What is wrong with a provider is mended at its place in Settings. */
function Reason({ task, failure }: { readonly task: GenerationTask; readonly failure: Failure }) {
  return (
    <div className={classes['reason']}>
      <FailureNotice plain quiet failure={failure} own={{ 'open-settings': () => openProvider(task.facts.provider) }} />
    </div>
  );
}

/** Over the picture: it is there, and only did not get further. */
function NotSent({ words }: { readonly words: string }) {
  return (
    <div className={classes['fade']} data-bad aria-hidden>
      <div className={classes['line']}>
        <IconAlertTriangle size={15} />
        <span className={classes['words']}>{words}</span>
      </div>
    </div>
  );
}
