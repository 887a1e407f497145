import { Button, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { UpdateState } from '../../shared/updates';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { failureSentences } from '../ui/failure-words';
import { formatDateTime, formatPercent } from '../ui/format';
import { changeSettings } from './change-settings';
import { Section } from './Section';
import classes from './Updates.module.css';

/** How the app keeps itself up to date. */
export function Updates() {
  const { t } = useTranslation(['settings', 'common']);
  const { lookForUpdates } = useSlice('settings');
  const updates = useSlice('updates');
  const words = useUpdateWords();
  const isBusy = updates.kind === 'checking' || updates.kind === 'downloading';
  return (
    <Section name="updates" title={t('updates.title')} help={t('updates.help')}>
      {updates.kind !== 'off' && (
        <Switch
          label={t('updates.look')}
          description={t('updates.lookHelp')}
          checked={lookForUpdates}
          onChange={(event) => changeSettings({ lookForUpdates: event.currentTarget.checked })}
        />
      )}
      <div className={classes['line']}>
        {updates.kind === 'ready' ? (
          <Button onClick={() => drop(ask('updates.install', null))}>{t('common:update.restart')}</Button>
        ) : (
          updates.kind !== 'off' && (
            <Button variant="default" loading={isBusy} onClick={() => drop(ask('updates.check', null))}>
              {t('updates.check')}
            </Button>
          )
        )}
        <span
          className={classes['state']}
          role="status"
          // How far it is changes many times a second, and is not read out.
          aria-live={updates.kind === 'downloading' ? 'off' : 'polite'}
          aria-label={t('updates.title')}
        >
          {words(updates)}
        </span>
      </div>
    </Section>
  );
}

function useUpdateWords(): (updates: UpdateState) => string {
  const { t } = useTranslation(['settings', 'common']);
  return (updates) => {
    switch (updates.kind) {
      case 'off':
        return t(updates.why === 'package' ? 'updates.byPackage' : 'updates.noFeed');
      case 'current':
        return updates.checkedAt === null ? '' : t('updates.current', { date: formatDateTime(updates.checkedAt) });
      case 'checking':
        return t('updates.checking');
      case 'downloading':
        return t('updates.downloading', { version: updates.version, share: formatPercent(updates.share) });
      case 'ready':
        return t('common:update.ready', { version: updates.version });
      case 'failed':
        return failureSentences(updates.failure);
      default:
        return assertNever(updates);
    }
  };
}
