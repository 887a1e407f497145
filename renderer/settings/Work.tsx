import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkSettings } from '../../shared/work-settings';
import { useSlice } from '../mirror';
import { changeSettings } from './change-settings';
import { Section } from './Section';
import { SpeedLimit } from './SpeedLimit';

/** How the app behaves while files move. */
export function Work() {
  const { t } = useTranslation('settings');
  const { work, tray } = useSlice('settings');
  const change = (part: Partial<WorkSettings>): void => changeSettings((now) => ({ work: { ...now.work, ...part } }));
  return (
    <Section name="work" title={t('work.title')} help={t('work.help')}>
      <Switch
        label={t('work.askBeforeQuit')}
        description={t('work.askBeforeQuitHelp')}
        checked={work.askBeforeQuit}
        onChange={(event) => change({ askBeforeQuit: event.currentTarget.checked })}
      />
      <Switch
        label={t('work.notifyWhenDone')}
        description={t('work.notifyWhenDoneHelp')}
        checked={work.notifyWhenDone}
        onChange={(event) => change({ notifyWhenDone: event.currentTarget.checked })}
      />
      <Switch
        label={t('work.tray')}
        description={t('work.trayHelp')}
        checked={tray}
        onChange={(event) => changeSettings({ tray: event.currentTarget.checked })}
      />
      <SpeedLimit />
    </Section>
  );
}
