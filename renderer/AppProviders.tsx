import { MantineProvider, mergeThemeOverrides, PasswordInput } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../shared/drop';
import { changeLanguage, spokenLanguage } from './i18n';
import { appFacts, useSlice } from './mirror';
import { theme } from './theme';
import { LAYERS } from './ui/layers';

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');

function onSystemScheme(listener: () => void): () => void {
  darkSystem.addEventListener('change', listener);
  return () => darkSystem.removeEventListener('change', listener);
}

function useColorScheme(): 'light' | 'dark' {
  const chosen = useSlice('settings').theme;
  const dark = useSyncExternalStore(onSystemScheme, () => darkSystem.matches);
  if (chosen !== 'system') return chosen;
  return dark ? 'dark' : 'light';
}

/** Under this nonce Mantine's few style elements pass the content security policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
// `react-remove-scroll` inside Mantine's dialogs is not handed the nonce; it asks this global for it.
Object.assign(globalThis, { __webpack_nonce__: nonce });

/** The theme, with the words that Mantine would otherwise say in English. */
function useSpokenTheme() {
  const toggle = useTranslation().t('action.showTyped');
  return useMemo(() => {
    const words = { visibilityToggleButtonProps: { 'aria-label': toggle } };
    return mergeThemeOverrides(theme, { components: { PasswordInput: PasswordInput.extend({ defaultProps: words }) } });
  }, [toggle]);
}

interface AppProvidersProps {
  readonly children: ReactNode;
  /** `test`: without portals and transitions. */
  readonly env?: 'default' | 'test';
}

/** What every part of the page stands on: theme, words, dialogs, notices. */
export function AppProviders({ children, env = 'default' }: AppProvidersProps) {
  const { t } = useTranslation();
  const { language } = useSlice('settings');
  useEffect(() => drop(changeLanguage(spokenLanguage(language, appFacts().systemLocale))), [language]);
  return (
    <MantineProvider theme={useSpokenTheme()} forceColorScheme={useColorScheme()} getStyleNonce={() => nonce} env={env}>
      <ModalsProvider modalProps={{ zIndex: LAYERS.question, closeButtonProps: { 'aria-label': t('action.close') } }}>
        <Notifications position="bottom-right" limit={4} containerWidth={360} />
        {children}
      </ModalsProvider>
    </MantineProvider>
  );
}
