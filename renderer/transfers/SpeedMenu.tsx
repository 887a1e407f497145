import { Button, Menu } from '@mantine/core';
import { IconCheck, IconGauge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { limitsAt, type SpeedLimits } from '../../shared/work-settings';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { openSettings } from '../navigation';
import { formatSpeed } from '../ui/format';
import { notify } from '../ui/notify';

/** Full speed or limited, at hand where one looks when it is too fast. */
export function SpeedMenu() {
  const { t } = useTranslation('transfers');
  const { work } = useSlice('settings');
  const { speed } = work;
  const now = limitsAt(speed, new Date());
  const chosen = { upload: speed.upload, download: speed.download };
  const choose = (limited: boolean): void => drop(keep({ ...work, speed: { ...speed, limited } }));
  const words = useLimitWords();
  const mark = (shown: boolean) => (shown ? <IconCheck size={15} aria-hidden /> : <span style={{ width: 15 }} />);
  return (
    <Menu position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconGauge size={15} />}>
          {t('speed.label', { speed: words(now) })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={mark(!speed.limited)} onClick={() => choose(false)}>
          {t('speed.full')}
        </Menu.Item>
        <Menu.Item leftSection={mark(speed.limited)} onClick={() => choose(true)}>
          {t('speed.limited', { speed: words(chosen) })}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={mark(false)} onClick={() => openSettings('work')}>
          {t('speed.change')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function keep(work: ReturnType<typeof useSlice<'settings'>>['work']): Promise<void> {
  const result = await ask('settings.update', { work });
  if (!result.ok) notify.failure(result.failure);
}

/** `↑ 5 MB/s`, or that there is no limit. */
function useLimitWords(): (limits: SpeedLimits) => string {
  const { t } = useTranslation('transfers');
  return ({ upload, download }) => {
    const parts = [
      upload === null ? '' : `↑ ${formatSpeed(upload)}`,
      download === null ? '' : `↓ ${formatSpeed(download)}`,
    ].filter((part) => part !== '');
    return parts.length === 0 ? t('speed.none') : parts.join(' ');
  };
}
