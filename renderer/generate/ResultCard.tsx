import { Button, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconLink, IconPencil, IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { GenerationTask } from '../../shared/generation';
import { useSlice } from '../mirror';
import { openProvider } from '../navigation';
import { showInLibrary } from '../ui/show-in-library';
import { FailureNotice } from '../ui/FailureNotice';
import { failureWords } from '../ui/failure-words';
import { IconButton } from '../ui/IconButton';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { isKept, isUnderWay } from './results';
import { cancelTask, copyLink, retryTask, takeSettingsOf } from './task-actions';
import { resultLabel } from './task-words';
import { TaskFace } from './TaskFace';
import { TaskMenu } from './TaskMenu';
import { type CardSize, hasPicture, TaskPicture } from './TaskPicture';
import classes from './ResultCard.module.css';

interface ResultCardProps {
  readonly task: GenerationTask;
  readonly size: CardSize;
}

/** One picture: as it becomes, and what can be done with it. */
export function ResultCard({ task, size }: ResultCardProps) {
  const before = useSlice('generation').before[task.id] ?? 0;
  const ratio = size === 'large' ? task.size.width / task.size.height : 4 / 3;
  return (
    <div
      role="listitem"
      aria-label={resultLabel(task, before)}
      className={classes['card']}
      data-size={size}
      data-state={task.state.kind}
      style={{ ['--ratio' as string]: ratio }}
    >
      <Frame task={task}>
        {hasPicture(task) && <TaskPicture task={task} size={size} />}
        <TaskFace task={task} size={size} />
      </Frame>
      <div className={classes['caption']}>
        <span className={classes['name']}>
          <MiddleTruncate text={task.name} />
        </span>
        <Actions task={task} size={size} />
        <TaskMenu task={task} />
      </div>
      {size === 'large' && <KeptStory task={task} />}
    </div>
  );
}

/** The tile itself; a finished one leads to its place in the library. */
function Frame({ task, children }: { readonly task: GenerationTask; readonly children: ReactNode }) {
  const { t } = useTranslation('generate');
  const failed = task.state.kind === 'failed' ? failureWords(task.state.failure) : null;
  const hint = failed === null ? task.facts.prompt : [failed.help, isKept(task) ? t('kept') : ''].join(' ');
  const frame =
    task.state.kind === 'done' ? (
      <UnstyledButton
        className={classes['frame'] ?? ''}
        aria-label={t('open', { name: task.name })}
        onClick={() => drop(showInLibrary(task))}
      >
        {children}
      </UnstyledButton>
    ) : (
      <div className={classes['frame']}>{children}</div>
    );
  return (
    <Tooltip label={hint} multiline maw={320} openDelay={700} position="top">
      {frame}
    </Tooltip>
  );
}

function Actions({ task, size }: ResultCardProps) {
  const { t } = useTranslation('generate');
  if (task.state.kind === 'done') return <CopyLink task={task} size={size} />;
  if (task.state.kind === 'cancelled' || task.state.kind === 'failed') return <Mend task={task} size={size} />;
  if (size === 'small' || !isUnderWay(task)) return null;
  return (
    <Button size="compact-sm" variant="subtle" color="gray" onClick={() => drop(cancelTask(task))}>
      {t('cancel')}
    </Button>
  );
}

function CopyLink({ task, size }: ResultCardProps) {
  const { t } = useTranslation('generate');
  const [copied, setCopied] = useState(false);
  const icon = copied ? <IconCheck size={16} /> : <IconLink size={16} stroke={1.8} />;
  const copy = async (): Promise<void> => setCopied(await copyLink(task));
  const shared = { onClick: () => drop(copy()), onMouseLeave: () => setCopied(false) };
  if (size === 'small')
    return (
      <IconButton size="md" label={t('copyLink')} {...shared}>
        {icon}
      </IconButton>
    );
  return (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={icon}
      aria-label={t('copyLink')}
      className={classes['action'] ?? ''}
      {...shared}
    >
      <span className={classes['label']}>{copied ? t('copied') : t('copyLink')}</span>
    </Button>
  );
}

/** What helps a picture that did not come: again, or other words where the same ones would be refused again. */
function Mend({ task, size }: ResultCardProps) {
  const { t } = useTranslation('generate');
  const hopeless = task.state.kind === 'failed' && task.state.failure.retry.kind === 'never';
  const label = hopeless ? t('editPrompt') : t('retry');
  const icon = hopeless ? <IconPencil size={15} /> : <IconRefresh size={15} />;
  const act = (): void => (hopeless ? takeSettingsOf(task) : drop(retryTask(task)));
  if (size === 'small')
    return (
      <IconButton size="md" label={label} onClick={act}>
        {icon}
      </IconButton>
    );
  return (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={icon}
      aria-label={label}
      className={classes['action'] ?? ''}
      onClick={act}
    >
      <span className={classes['label']}>{label}</span>
    </Button>
  );
}

/** The picture is safe: said at once, and what hindered it after that. */
function KeptStory({ task }: { readonly task: GenerationTask }) {
  const { t } = useTranslation('generate');
  if (task.state.kind !== 'failed' || !task.state.kept) return null;
  return (
    <div className={classes['story']}>
      <p className={classes['kept']}>
        <IconShieldCheck size={16} aria-hidden />
        {t('kept')}
      </p>
      <FailureNotice failure={task.state.failure} own={{ 'open-settings': () => openProvider(task.facts.provider) }} />
    </div>
  );
}
