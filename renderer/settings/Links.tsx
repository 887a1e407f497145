import { Input, SegmentedControl, Select } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLink, LINK_FORMATS } from '../../shared/links';
import { useSlice } from '../mirror';
import { formatDuration } from '../ui/format';
import { changeSettings } from './change-settings';
import classes from './Links.module.css';
import { Section } from './Section';

const HOUR = 3600;
const LIFETIMES = [HOUR, 24 * HOUR, 3 * 24 * HOUR, 7 * 24 * HOUR];
const EXAMPLE = 'https://media.example.com/first-snow.png';

/** The form of copied links, and how long signed ones live. */
export function Links() {
  const { t } = useTranslation('settings');
  const { linkFormat, presignSeconds } = useSlice('settings');
  const id = useId();
  const lifetimes = [...new Set([...LIFETIMES, presignSeconds])].sort((a, b) => a - b);
  const chooseFormat = (value: string): void => {
    const format = LINK_FORMATS.find((name) => name === value);
    if (format !== undefined) changeSettings({ linkFormat: format });
  };
  return (
    <Section title={t('links.title')} help={t('links.help')}>
      <div>
        <Input.Label id={id} component="div" mb={4} className={classes['label'] ?? ''}>
          {t('links.format')}
        </Input.Label>
        <SegmentedControl
          aria-labelledby={id}
          value={linkFormat}
          onChange={chooseFormat}
          data={LINK_FORMATS.map((value) => ({ value, label: t(`links.formats.${value}`) }))}
        />
        <div className={classes['example']}>
          <span>{t('links.example')}</span>
          <code data-selectable>{formatLink(linkFormat, EXAMPLE, 'first-snow.png', 'image')}</code>
        </div>
      </div>
      <Select
        label={t('links.lifetime')}
        description={t('links.lifetimeHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        maw={320}
        value={String(presignSeconds)}
        onChange={(value) => value !== null && changeSettings({ presignSeconds: Number(value) })}
        data={lifetimes.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))}
      />
    </Section>
  );
}
