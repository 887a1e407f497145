import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconDots,
  IconPhotoSearch,
  IconPlayerStop,
  IconRefresh,
  IconRepeat,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { GenerationTask } from '../../shared/generation';
import { revealAsset } from '../navigation';
import { isUnderWay } from './results';
import { cancelTask, forgetTask, retryTask, runAgain, takeSettingsOf } from './task-actions';

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
          <Menu.Item leftSection={<IconPhotoSearch {...ICON} />} onClick={() => revealAsset(task)}>
            {t('showInLibrary')}
          </Menu.Item>
        )}
        {over && (
          <Menu.Item leftSection={<IconRefresh {...ICON} />} onClick={() => drop(retryTask(task))}>
            {t('retry')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconAdjustmentsHorizontal {...ICON} />} onClick={() => takeSettingsOf(task)}>
          {t('useSettings')}
        </Menu.Item>
        <Menu.Item leftSection={<IconRepeat {...ICON} />} onClick={() => drop(runAgain(task))}>
          {t('again')}
        </Menu.Item>
        <Menu.Divider />
        <EndItem task={task} />
      </Menu.Dropdown>
    </Menu>
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
