import { ActionIcon, Button, Menu, Modal, Text, TextInput } from '@mantine/core';
import { IconDice5, IconDots, IconRepeat, IconSearch, IconSeedling, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { PastPrompt } from '../../shared/past-prompts';
import { FailureNotice } from '../ui/FailureNotice';
import { formatCount, formatDateTime } from '../ui/format';
import { askAgain, forgetAllPrompts, forgetPrompt, recall } from './past-actions';
import { sizeName } from './shapes';
import { styleName } from '../ui/style-words';
import { useQuestioned } from '../ui/use-questioned';
import { usePastPrompts } from './use-past-prompts';
import classes from './Lists.module.css';

/** At most this many are listed; a search finds the others. */
const LISTED = 100;

interface PastPromptsDialogProps {
  readonly opened: boolean;
  readonly close: () => void;
}

/** All that was ever asked for, whatever became of the pictures. */
export function PastPromptsDialog({ opened, close }: PastPromptsDialogProps) {
  const { t } = useTranslation(['generate', 'common']);
  const questioned = useQuestioned();
  return (
    <Modal
      opened={opened}
      onClose={close}
      closeOnEscape={!questioned}
      title={<Text fw={620}>{t('pastTitle')}</Text>}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <PastPrompts close={close} />
    </Modal>
  );
}

function PastPrompts({ close }: { readonly close: () => void }) {
  const { t } = useTranslation('generate');
  const [search, setSearch] = useState('');
  const past = usePastPrompts(search.trim(), LISTED);
  const { total, prompts } = past.kind === 'ready' ? past.value : { total: 0, prompts: [] };
  return (
    <>
      <TextInput
        data-autofocus
        type="search"
        aria-label={t('pastSearch')}
        placeholder={t('pastSearch')}
        leftSection={<IconSearch size={16} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes['past']}>
        {past.kind === 'failed' && <FailureNotice failure={past.failure} />}
        {past.kind === 'ready' && total === 0 && (
          <p className={classes['nothing']}>{t(search === '' ? 'pastNone' : 'pastNotFound')}</p>
        )}
        <ul className={classes['list']} aria-label={t('pastTitle')}>
          {prompts.map((one) => (
            <li key={one.id} className={`${classes['row'] ?? ''} ${classes['pastRow'] ?? ''}`}>
              <PastRow past={one} close={close} />
            </li>
          ))}
        </ul>
      </div>
      <div className={classes['foot']}>
        <span role="status">
          {t(total > prompts.length ? 'pastShown' : 'promptCount', {
            count: total,
            formatted: formatCount(total),
            shown: formatCount(prompts.length),
          })}
        </span>
        {total > 0 && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => drop(forgetAllPrompts())}>
            {t('pastForgetAll')}
          </Button>
        )}
      </div>
    </>
  );
}

interface PastRowProps {
  readonly past: PastPrompt;
  readonly close: () => void;
}

function PastRow({ past, close }: PastRowProps) {
  const { t } = useTranslation('generate');
  const { prompt, settings, askedAt } = past;
  const facts = [
    formatDateTime(askedAt),
    settings.model,
    settings.style === null ? null : styleName(settings.style),
    sizeName(settings.size),
    settings.seed === null ? null : t('seedIs', { seed: settings.seed }),
  ];
  const use = (): void => {
    recall(past, 'new');
    close();
  };
  return (
    <>
      <span className={classes['words']}>
        <span className={classes['text']} data-selectable>
          {prompt}
        </span>
        <span className={classes['note']}>{facts.filter((fact) => fact !== null).join(' · ')}</span>
      </span>
      <Button size="compact-sm" variant="light" onClick={use}>
        {t('pastUse')}
      </Button>
      <PastMenu past={past} close={close} />
    </>
  );
}

const ICON = { size: 17, stroke: 1.7 } as const;

function PastMenu({ past, close }: PastRowProps) {
  const { t } = useTranslation('generate');
  const hasSeed = past.settings.seed !== null;
  const run = (seed: 'same' | 'new'): void => {
    drop(askAgain(past, seed));
    close();
  };
  return (
    <Menu position="bottom-end" width={240} withinPortal>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('more')}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hasSeed && (
          <Menu.Item
            leftSection={<IconSeedling {...ICON} />}
            onClick={() => {
              recall(past, 'same');
              close();
            }}
          >
            {t('pastUseSeed')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconRepeat {...ICON} />} onClick={() => run('same')}>
          {t('again')}
        </Menu.Item>
        {hasSeed && (
          <Menu.Item leftSection={<IconDice5 {...ICON} />} onClick={() => run('new')}>
            {t('variation')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash {...ICON} />} c="var(--flow-bad)" onClick={() => drop(forgetPrompt(past))}>
          {t('pastForget')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
