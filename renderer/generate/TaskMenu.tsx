import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconArrowBarToUp,
  IconDice5,
  IconDots,
  IconPhotoSearch,
  IconPlayerStop,
  IconRefresh,
  IconRepeat,
  IconSeedling,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { GenerationTask } from '../../shared/generation';
import { useSlice } from '../mirror';
import { showInLibrary } from '../ui/show-in-library';
import { isUnderWay } from './results';
import { cancelTask, forgetTask, moveFirst, retryTask, runAgain, takeSeedOf, takeSettingsOf } from './task-actions';

const ICON = { size: 17, stroke: 1.7 } as const;

/** All that can be done with a result. */
export function TaskMenu({ task }: { readonly task: GenerationTask }) {
  const { t } = useTranslation('generate');
  const over = task.state.kind === 'failed' || task.state.kind === 'cancelled';
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('more')}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {task.state.kind === 'done' && (
          <Menu.Item leftSection={<IconPhotoSearch {...ICON} />} onClick={() => drop(showInLibrary(task))}>
            {t('showInLibrary')}
          </Menu.Item>
        )}
        {over && (
          <Menu.Item leftSection={<IconRefresh {...ICON} />} onClick={() => drop(retryTask(task))}>
            {t('retry')}
          </Menu.Item>
        )}
        <QueueItem task={task} />
        <Menu.Item leftSection={<IconAdjustmentsHorizontal {...ICON} />} onClick={() => takeSettingsOf(task)}>
          {t('useSettings')}
        </Menu.Item>
        <AgainItems task={task} />
        <Menu.Divider />
        <EndItem task={task} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** For one that waits behind others. */
function QueueItem({ task }: { readonly task: GenerationTask }) {
  const { t } = useTranslation('generate');
  const before = useSlice('generation').before[task.id] ?? 0;
  if (task.state.kind !== 'queued' || before === 0) return null;
  return (
    <Menu.Item leftSection={<IconArrowBarToUp {...ICON} />} onClick={() => drop(moveFirst(task))}>
      {t('moveFirst')}
    </Menu.Item>
  );
}

/** More of it: the same, or a variation where there are seeds. */
function AgainItems({ task }: { readonly task: GenerationTask }) {
  const { t } = useTranslation('generate');
  const hasSeed = task.facts.seed !== null;
  return (
    <>
      {hasSeed && (
        <Menu.Item leftSection={<IconSeedling {...ICON} />} onClick={() => takeSeedOf(task)}>
          {t('useSeed')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconRepeat {...ICON} />} onClick={() => drop(runAgain(task, 'same'))}>
        {t('again')}
      </Menu.Item>
      {hasSeed && (
        <Menu.Item leftSection={<IconDice5 {...ICON} />} onClick={() => drop(runAgain(task, 'new'))}>
          {t('variation')}
        </Menu.Item>
      )}
    </>
  );
}

/** Stops what is under way; takes off the list what is over. */
function EndItem({ task }: { readonly task: GenerationTask }) {
  const { t } = useTranslation('generate');
  return isUnderWay(task) ? (
    <Menu.Item leftSection={<IconPlayerStop {...ICON} />} onClick={() => drop(cancelTask(task))}>
      {t('cancel')}
    </Menu.Item>
  ) : (
    <Menu.Item leftSection={<IconX {...ICON} />} onClick={() => drop(forgetTask(task))}>
      {t('forget')}
    </Menu.Item>
  );
}
