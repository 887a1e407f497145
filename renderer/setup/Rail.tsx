import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconBucket, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { isKeptOnDisk } from '../../shared/connection';
import { hostOfBase, parsePublicBase } from '../../shared/links';
import { ask } from '../bridge';
import { appFacts, useSlice } from '../mirror';
import { SETUP_STEPS, type SetupStep } from '../navigation';
import { spokenLanguage } from '../i18n';
import classes from './Rail.module.css';
import { isStepComplete } from './verdicts';
import { useWizard } from './wizard-context';

function shorten(text: string): string {
  return text.length <= 14 ? text : `${text.slice(0, 4)}…${text.slice(-4)}`;
}

function useRailNote(): (step: SetupStep) => string {
  const { t } = useTranslation('setup');
  const { storage } = useSlice('connections');
  const { fields } = useWizard().state;
  const base = parsePublicBase(fields.publicDomain);
  return (step) => {
    switch (step) {
      case 'account':
        return fields.endpoint.trim() === '' ? shorten(fields.account.trim()) : t('railNote.otherStore');
      case 'keys':
        return t(
          isKeptOnDisk(storage)
            ? `railNote.${storage.kind === 'keychain' ? 'keychain' : 'passphrase'}`
            : 'railNote.session',
        );
      case 'bucket':
        return fields.bucket.trim();
      case 'links':
        return base.ok ? hostOfBase(base.base) : t('railNote.private');
      case 'check':
        return '';
    }
  };
}

type StepState = 'done' | 'current' | 'open' | 'ahead';

function Step({ step, index }: { readonly step: SetupStep; readonly index: number }) {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const note = useRailNote();
  const reached = state.farthest === null ? -1 : SETUP_STEPS.indexOf(state.farthest);
  const current = state.page === step;
  const over = state.page === 'done';
  const done = over || (!current && index < reached && isStepComplete(step, state.fields));
  const look: StepState = current ? 'current' : done ? 'done' : index <= reached ? 'open' : 'ahead';
  return (
    <li className={classes['step']} data-look={look}>
      <UnstyledButton
        className={classes['button'] ?? ''}
        disabled={look === 'ahead' || over}
        onClick={() => send({ kind: 'go', page: step })}
        {...(current ? { 'aria-current': 'step' as const } : {})}
      >
        <span className={classes['dot']} aria-hidden>
          {look === 'done' ? <IconCheck size={16} stroke={2.6} /> : index + 1}
        </span>
        <span className={classes['text']}>
          <span className={classes['name']}>{t(`step.${step}`)}</span>
          {done && <span className={classes['note']}>{note(step)}</span>}
        </span>
      </UnstyledButton>
    </li>
  );
}

/** Not a step to go to: it is reached, or it is ahead. */
function LastStep() {
  const { t } = useTranslation('setup');
  const isOver = useWizard().state.page === 'done';
  return (
    <li className={classes['step']} data-look={isOver ? 'current' : 'ahead'} aria-current={isOver ? 'step' : undefined}>
      <span className={classes['button']}>
        <span className={classes['dot']} aria-hidden>
          {isOver ? <IconCheck size={16} stroke={2.6} /> : SETUP_STEPS.length + 1}
        </span>
        <span className={classes['text']}>
          <span className={classes['name']}>{t('step.done')}</span>
        </span>
      </span>
    </li>
  );
}

function LanguageChoice() {
  const { t } = useTranslation('setup');
  const { language } = useSlice('settings');
  const change = (value: string): void => {
    if (value === 'en' || value === 'zh-CN') drop(ask('settings.update', { language: value }));
  };
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      value={spokenLanguage(language, appFacts().systemLocale)}
      onChange={change}
      data={[
        { value: 'en', label: 'English' },
        { value: 'zh-CN', label: '简体中文' },
      ]}
      classNames={{
        root: classes['languages'] ?? '',
        indicator: classes['indicator'] ?? '',
        label: classes['language'] ?? '',
      }}
    />
  );
}

/** Left: the app's name, the steps and how far they are, the language. */
export function Rail() {
  const { t } = useTranslation(['setup', 'common']);
  const { state, editing } = useWizard();
  const walking = state.page !== 'welcome' && state.page !== 'import';
  return (
    <aside className={classes['rail']}>
      <div className={classes['brand']}>
        <IconBucket size={26} stroke={1.8} aria-hidden />
        {t('common:appName')}
      </div>
      <p className={classes['tagline']}>{t('common:tagline')}</p>
      {walking && (
        <nav aria-label={t('rail')}>
          <ol className={classes['steps']}>
            {SETUP_STEPS.map((step, index) => (
              <Step key={step} step={step} index={index} />
            ))}
            {editing === null && <LastStep />}
          </ol>
        </nav>
      )}
      <div className={classes['space']} />
      <LanguageChoice />
    </aside>
  );
}
