import { Button, Radio, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFileText, IconMinus, IconVariable } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { assertNever } from '../../shared/assert';
import type { ImportedConnection, ImportedPart, ImportPart } from '../../shared/connection';
import type { Failure } from '../../shared/failure';
import { r2Endpoint } from '../../shared/r2';
import type { Result } from '../../shared/result';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import { ImportWarnings } from './ImportWarnings';
import classes from './ImportPage.module.css';
import formClasses from './StepForm.module.css';
import { useWizard } from './wizard-context';

type Reading =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'found'; readonly all: readonly ImportedConnection[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Waits this long after the last letter before a text is read, ms. */
const PAUSE = 200;

interface ImportReading {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly reading: Reading;
  readonly chooseFile: () => void;
  readonly lookAround: () => void;
}

function readingOf(result: Result<readonly ImportedConnection[]>): Reading {
  return result.ok ? { kind: 'found', all: result.value } : { kind: 'failed', failure: result.failure };
}

function useReading(): ImportReading {
  const [text, setText] = useState('');
  const [reading, setReading] = useState<Reading>({ kind: 'nothing' });
  useEffect(() => {
    if (text.trim() === '') return;
    let current = true;
    const read = async (): Promise<void> => {
      const result = await ask('connections.readImport', { text });
      if (current) setReading(readingOf(result));
    };
    const timer = setTimeout(() => drop(read()), PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  const type = (next: string): void => {
    setText(next);
    if (next.trim() === '') setReading({ kind: 'nothing' });
  };
  const chooseFile = async (): Promise<void> => {
    const result = await ask('connections.readImportFile', null);
    if (!result.ok) return setReading({ kind: 'failed', failure: result.failure });
    if (result.value === null) return;
    setText('');
    setReading({ kind: 'found', all: result.value });
  };
  const lookAround = async (): Promise<void> => {
    setText('');
    setReading(readingOf(await ask('connections.readImportEnvironment', null)));
  };
  return {
    text,
    setText: type,
    reading,
    chooseFile: () => drop(chooseFile()),
    lookAround: () => drop(lookAround()),
  };
}

/** What a part was understood as, for showing; the secrets themselves are in main. */
function useValueOf(found: ImportedConnection): (part: ImportPart) => string {
  const { t } = useTranslation('setup');
  const { address } = found;
  return (part) => {
    switch (part) {
      case 'address':
        if (address?.kind === 'r2') return r2Endpoint(address.accountId, address.jurisdiction);
        return address?.kind === 'endpoint' ? address.endpoint : '';
      case 'access-key-id':
        return found.accessKeyId ?? '';
      case 'bucket':
        return found.bucket ?? '';
      case 'public-domain':
        return found.publicBase ?? '';
      case 'secret':
      case 'api-token':
        return t('import.secretFound');
      default:
        return assertNever(part);
    }
  };
}

const MARKS = {
  found: <IconCheck size={16} stroke={2.4} className={classes['yes'] ?? ''} aria-hidden />,
  'left-out': <IconAlertTriangle size={16} className={classes['odd'] ?? ''} aria-hidden />,
  missing: <IconMinus size={16} aria-hidden />,
} as const;

function Part({ part, value }: { readonly part: ImportedPart; readonly value: string }) {
  const { t } = useTranslation('setup');
  const { state, as } = part;
  return (
    <li className={classes['row']} data-missing={state === 'missing'}>
      {MARKS[state]}
      <span className={classes['part']}>
        {t(`import.part.${part.part}`)}
        {as !== null && <code>{as}</code>}
      </span>
      <span className={classes['value']}>
        {state === 'found' ? value : t(state === 'missing' ? 'import.missing' : 'import.leftOut')}
      </span>
    </li>
  );
}

function Found({ found }: { readonly found: ImportedConnection }) {
  const { t } = useTranslation('setup');
  const valueOf = useValueOf(found);
  // Nobody needs a token: one that is not there is not missed.
  const parts = found.parts.filter(({ part, state }) => part !== 'api-token' || state !== 'missing');
  return (
    <>
      <ul className={classes['rows']} aria-label={t('import.found')}>
        {parts.map((part) => (
          <Part key={part.part} part={part} value={valueOf(part.part)} />
        ))}
      </ul>
      <ImportWarnings warnings={found.warnings} />
    </>
  );
}

interface WhichProps {
  readonly all: readonly ImportedConnection[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** Several were found: one of them is taken now, the others can come later. */
function Which({ all, chosen, onChoose }: WhichProps) {
  const { t } = useTranslation('setup');
  if (all.length < 2) return null;
  return (
    <Radio.Group
      label={t('import.which', { count: all.length })}
      value={`${chosen}`}
      onChange={(value) => onChoose(Number(value))}
    >
      <div className={classes['which']}>
        {all.map(({ name, bucket }, index) => (
          <Radio key={name} value={`${index}`} label={name ?? bucket ?? t('import.unnamed')} />
        ))}
      </div>
    </Radio.Group>
  );
}

/** Takes an existing configuration, shows what it understood, and goes on with it. */
export function ImportPage() {
  const { t } = useTranslation('setup');
  const { send } = useWizard();
  const { text, setText, reading, chooseFile, lookAround } = useReading();
  const [choice, setChoice] = useState(0);
  const all = reading.kind === 'found' ? reading.all : [];
  const found = all[choice] ?? all[0];
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className={classes['columns']}>
      <div className={formClasses['form']}>
        <h1 className={formClasses['title']}>{t('import.title')}</h1>
        <p className={formClasses['lead']}>{t('import.lead')}</p>
        <Textarea
          ref={field}
          label={t('import.label')}
          placeholder={t('import.placeholder')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rows={10}
          resize="vertical"
          spellCheck={false}
          autoComplete="off"
          classNames={{ input: classes['paste'] ?? '' }}
        />
        <div className={classes['sources']}>
          <Button variant="default" leftSection={<IconFileText size={17} aria-hidden />} onClick={chooseFile}>
            {t('import.file')}
          </Button>
          <Button variant="default" leftSection={<IconVariable size={17} aria-hidden />} onClick={lookAround}>
            {t('import.environment')}
          </Button>
        </div>
      </div>
      <section className={classes['found']} aria-live="polite">
        <h2 className={classes['foundTitle']}>{t('import.found')}</h2>
        {reading.kind === 'nothing' && <p className={classes['none']}>{t('import.foundNone')}</p>}
        <Which all={all} chosen={found === undefined ? 0 : all.indexOf(found)} onChoose={setChoice} />
        {found !== undefined && <Found found={found} />}
        {reading.kind === 'failed' && <FailureNotice failure={reading.failure} />}
      </section>
      <div className={classes['foot']}>
        <Button variant="subtle" color="gray" size="md" onClick={() => send({ kind: 'back' })}>
          {t('back')}
        </Button>
        <span className={formClasses['space']} />
        <Button
          size="md"
          miw={104}
          disabled={found === undefined}
          onClick={() => found !== undefined && send({ kind: 'import', found })}
        >
          {t('next')}
        </Button>
      </div>
    </div>
  );
}
