import type { SpotlightActionData } from '@mantine/spotlight';
import {
  type Icon,
  IconArrowBackUp,
  IconClipboardText,
  IconDownload,
  IconKey,
  IconLanguage,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconPlug,
  IconRefresh,
  IconSearch,
  IconSettings,
  IconStackPop,
} from '@tabler/icons-react';
import i18next from 'i18next';
import { drop } from '../../shared/drop';
import { LANGUAGES } from '../../shared/settings';
import { ask } from '../bridge';
import { searchFor } from '../library/place';
import { readSlice } from '../mirror';
import {
  editConnection,
  openProvider,
  openSettings,
  openSmartView,
  openUnfinished,
  readNavigation,
  SETTINGS_SECTIONS,
  type SettingsSection,
} from '../navigation';
import { undoLast } from '../objects/undo';
import { order } from '../transfers/order';
import { copyDiagnostics } from '../ui/diagnostics';
import { Kbd } from '../ui/Kbd';
import { LANGUAGE_NAMES } from '../ui/language-names';
import { lockKeys } from '../ui/lock-keys';
import { showPassphraseDialog } from '../ui/passphrase-dialog';
import { providerName } from '../ui/provider-words';
import { showReplaceKeys } from '../ui/replace-keys';
import { paletteIcon } from './palette-icon';

function action(id: string, label: string, icon: Icon, onClick: () => void): SpotlightActionData {
  return { id: `action/${id}`, label, leftSection: paletteIcon(icon), onClick };
}

/** What the palette has besides for who types: too much to be listed, and read anew with each letter. */
export function typedActions(): SpotlightActionData[] {
  return [...connectionActions(), ...transferActions(), ...providerActions(), ...languageActions(), ...appActions()];
}

function connectionActions(): SpotlightActionData[] {
  const { t } = i18next;
  const { profiles, activeId, storage } = readSlice('connections');
  const active = profiles.find(({ id }) => id === activeId);
  const { kind } = storage;
  const isLocked = kind === 'passphrase' && storage.lock === 'locked';
  return [
    // The sandbox has neither keys nor an address to change.
    ...(active === undefined || active.address.kind === 'sandbox'
      ? []
      : [
          action('edit-connection', t('common:palette.editConnection'), IconPencil, () => editConnection(active.id)),
          action('replace-keys', t('settings:connections.replaceKeys'), IconKey, () => showReplaceKeys(active.id)),
        ]),
    ...(kind !== 'passphrase'
      ? []
      : isLocked
        ? [action('unlock', t('common:palette.unlock'), IconLockOpen, () => showPassphraseDialog('unlock'))]
        : [action('lock', t('common:palette.lock'), IconLock, () => drop(lockKeys()))]),
  ];
}

function transferActions(): SpotlightActionData[] {
  const { t } = i18next;
  const { failed } = readSlice('transfers').summary.counts;
  const retry = (): void => order('transfers.retry', { which: 'all' });
  return [
    {
      ...action('undo', t('help:shortcuts.library.undo'), IconArrowBackUp, () => drop(undoLast())),
      rightSection: <Kbd shortcut="library.undo" />,
      keywords: t('objects:undo.do'),
    },
    ...(failed === 0 ? [] : [action('retry', t('transfers:retryFailed'), IconRefresh, retry)]),
    action('unfinished', t('transfers:unfinished.open'), IconStackPop, openUnfinished),
  ];
}

function providerActions(): SpotlightActionData[] {
  return readSlice('generation')
    .providers.filter(({ fields, key }) => fields.length > 0 || key !== null)
    .map((provider) =>
      action(
        `provider/${provider.id}`,
        i18next.t('common:palette.setUp', { name: providerName(provider) }),
        IconPlug,
        () => openProvider(provider.id),
      ),
    );
}

function languageActions(): SpotlightActionData[] {
  const { t } = i18next;
  return LANGUAGES.map((language) => {
    const name = language === 'system' ? t('settings:appearance.languageSystem') : LANGUAGE_NAMES[language];
    const choose = (): void => drop(ask('settings.update', { language }));
    // Who does not read the language on show types its name in his own.
    const keywords = 'Language 语言';
    return {
      ...action(`language/${language}`, t('common:palette.language', { name }), IconLanguage, choose),
      keywords,
    };
  });
}

function appActions(): SpotlightActionData[] {
  const { t } = i18next;
  const { kind } = readSlice('updates');
  const check = (): void => {
    // There stands what comes of it.
    openSettings('updates');
    drop(ask('updates.check', null));
  };
  const update =
    kind === 'ready'
      ? action('update', t('common:update.restart'), IconDownload, () => drop(ask('updates.install', null)))
      : action('update', t('common:palette.checkUpdates'), IconDownload, check);
  return [
    ...(kind === 'off' ? [] : [update]),
    action('diagnostics', t('settings:about.diagnostics'), IconClipboardText, () => drop(copyDiagnostics())),
  ];
}

function sectionWords(section: SettingsSection): { readonly label: string; readonly keywords: string } {
  const { t } = i18next;
  if (section === 'watched-folders') return { label: t('watch:title'), keywords: t('watch:help') };
  if (section === 'local-api') return { label: t('localApi:title'), keywords: t('localApi:help') };
  if (section === 'domains') return { label: t('links:domains.title'), keywords: t('links:domains.help') };
  return { label: t(`settings:${section}.title`), keywords: t(`settings:${section}.help`) };
}

/** The sections of Settings, found by what they are about too. */
export function settingsSections(): SpotlightActionData[] {
  return SETTINGS_SECTIONS.map((section) => ({
    id: `section/${section}`,
    ...sectionWords(section),
    leftSection: paletteIcon(IconSettings),
    onClick: () => openSettings(section),
  }));
}

/** The way to everything that has a name of its own: the files. */
export function searchAction(typed: string): SpotlightActionData {
  const text = typed.trim();
  const label = i18next.t('common:palette.searchFor', { text });
  return action('search', label, IconSearch, () => {
    openSmartView('all');
    const { activeId } = readSlice('connections');
    if (activeId !== null) searchFor({ connectionId: activeId, scope: readNavigation().scope }, text);
  });
}
