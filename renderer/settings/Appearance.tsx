import { Radio, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Theme, THEMES } from '../../shared/settings';
import { useSlice } from '../mirror';
import { LANGUAGE_NAMES } from '../ui/language-names';
import classes from './Appearance.module.css';
import { changeSettings } from './change-settings';
import { Section } from './Section';

/** The window in small, as it looks under a theme. */
function Preview({ theme }: { readonly theme: Exclude<Theme, 'system'> }) {
  return (
    <span className={classes['preview']} data-theme={theme}>
      <span className={classes['side']} />
      <span className={classes['tiles']}>
        <i />
        <i />
        <i />
        <i />
      </span>
    </span>
  );
}

function ThemeCard({ theme }: { readonly theme: Theme }) {
  const { t } = useTranslation('settings');
  return (
    <Radio.Card value={theme} className={classes['choice'] ?? ''} aria-label={t(`appearance.themes.${theme}`)}>
      <span className={classes['window']} aria-hidden>
        {theme === 'system' ? (
          <>
            <Preview theme="light" />
            <Preview theme="dark" />
          </>
        ) : (
          <Preview theme={theme} />
        )}
      </span>
      <span className={classes['choiceName']}>
        <Radio.Indicator size="xs" />
        {t(`appearance.themes.${theme}`)}
      </span>
    </Radio.Card>
  );
}

/** Theme and language. */
export function Appearance() {
  const { t } = useTranslation('settings');
  const { theme, language } = useSlice('settings');
  const chooseTheme = (value: string): void => {
    const chosen = THEMES.find((name) => name === value);
    if (chosen !== undefined) changeSettings({ theme: chosen });
  };
  const chooseLanguage = (value: string | null): void => {
    const chosen = LANGUAGES.find((name) => name === value);
    if (chosen !== undefined) changeSettings({ language: chosen });
  };
  return (
    <Section name="appearance" title={t('appearance.title')} help={t('appearance.help')}>
      <Radio.Group label={t('appearance.theme')} value={theme} onChange={chooseTheme}>
        <div className={classes['choices']}>
          {THEMES.map((name) => (
            <ThemeCard key={name} theme={name} />
          ))}
        </div>
      </Radio.Group>
      <Select
        label={t('appearance.language')}
        maw={280}
        value={language}
        onChange={chooseLanguage}
        data={LANGUAGES.map((value) => ({
          value,
          label: value === 'system' ? t('appearance.languageSystem') : LANGUAGE_NAMES[value],
        }))}
      />
    </Section>
  );
}
