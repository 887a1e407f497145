import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import classes from './ConnectionBanner.module.css';

/** A newer version is ready. It can wait until the next start of the app, or until Settings. */
export function UpdateBanner() {
  const { t } = useTranslation();
  const updates = useSlice('updates');
  const [putOff, setPutOff] = useState<string | null>(null);
  if (updates.kind !== 'ready' || updates.version === putOff) return null;
  return (
    <div className={classes['banner']} data-quiet role="status">
      <IconSparkles size={18} aria-hidden />
      <div className={classes['text']}>{t('update.ready', { version: updates.version })}</div>
      <Button size="xs" variant="subtle" color="gray" onClick={() => setPutOff(updates.version)}>
        {t('update.later')}
      </Button>
      <Button size="xs" variant="default" onClick={() => drop(ask('updates.install', null))}>
        {t('update.restart')}
      </Button>
    </div>
  );
}
