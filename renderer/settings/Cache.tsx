import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { formatBytes } from '../ui/format';
import { notify } from '../ui/notify';
import { useAnswer } from '../ui/use-answer';
import { changeSettings } from './change-settings';
import classes from './Cache.module.css';
import { Section } from './Section';
import { SharedThumbnails } from './SharedThumbnails';

const CHOICES = [100, 250, 500, 1000, 2000, 5000, 10_000];

/** How much thumbnails may take on this computer. */
export function Cache() {
  const { t } = useTranslation('settings');
  const { cacheMegabytes } = useSlice('settings');
  const [cleared, setCleared] = useState(0);
  const [clearing, setClearing] = useState(false);
  const taken = useAnswer(`${cleared}/${cacheMegabytes}`, () => ask('app.cacheSize', null), 300);
  const choices = [...new Set([...CHOICES, cacheMegabytes])].sort((a, b) => a - b);
  const clear = async (): Promise<void> => {
    setClearing(true);
    const result = await ask('app.clearCache', null);
    setClearing(false);
    setCleared(cleared + 1);
    if (result.ok) notify.good({ title: t('cache.cleared') });
    else notify.failure(result.failure);
  };
  return (
    <Section name="cache" title={t('cache.title')} help={t('cache.help')}>
      <Select
        label={t('cache.cap')}
        description={t('cache.capHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        maw={320}
        allowDeselect={false}
        value={String(cacheMegabytes)}
        onChange={(value) => value !== null && changeSettings({ cacheMegabytes: Number(value) })}
        data={choices.map((megabytes) => ({ value: String(megabytes), label: sizeWords(megabytes) }))}
      />
      <div className={classes['line']}>
        <Button variant="default" loading={clearing} onClick={() => drop(clear())}>
          {t('cache.clear')}
        </Button>
        <span className={classes['taken']} role="status">
          {taken.kind === 'ready' ? t('cache.taken', { size: formatBytes(taken.value) }) : ''}
        </span>
      </div>
      <SharedThumbnails />
    </Section>
  );
}

function sizeWords(megabytes: number): string {
  return megabytes >= 1000 && megabytes % 1000 === 0 ? `${megabytes / 1000} GB` : `${megabytes} MB`;
}
