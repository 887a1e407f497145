import { Button, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFileText, IconMinus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { ImportedConnection } from '../../shared/connection';
import type { Failure } from '../../shared/failure';
import { r2Endpoint } from '../../shared/r2';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import classes from './ImportPage.module.css';
import formClasses from './StepForm.module.css';
import { useWizard } from './wizard-context';

type Reading =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'found'; readonly found: ImportedConnection }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Waits this long after the last letter before a text is read, ms. */
const PAUSE = 200;

function useReading(): { text: string; setText: (text: string) => void; reading: Reading; chooseFile: () => void } {
  const [text, setText] = useState('');
  const [reading, setReading] = useState<Reading>({ kind: 'nothing' });
  useEffect(() => {
    if (text.trim() === '') return;
    let current = true;
    const read = async (): Promise<void> => {
      const result = await ask('connections.readImport', { text });
      if (current)
        setReading(result.ok ? { kind: 'found', found: result.value } : { kind: 'failed', failure: result.failure });
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
    setReading({ kind: 'found', found: result.value });
  };
  return { text, setText: type, reading, chooseFile: () => drop(chooseFile()) };
}

const NAMES = ['R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_BUCKET_NAME', 'R2_ENDPOINT_URL', 'R2_PUBLIC_DOMAIN'];

/** What a variable was understood as, for showing; the secret itself is in main. */
function valueOf(name: string, found: ImportedConnection, secret: string): string | null {
  const { address } = found;
  const values: Readonly<Record<string, string | null>> = {
    R2_ACCESS_KEY_ID: found.accessKeyId,
    R2_SECRET_ACCESS_KEY: found.heldSecretId === null ? null : secret,
    R2_BUCKET_NAME: found.bucket,
    R2_ENDPOINT_URL:
      address?.kind === 'r2'
        ? r2Endpoint(address.accountId, address.jurisdiction)
        : address?.kind === 'endpoint'
          ? address.endpoint
          : null,
    R2_PUBLIC_DOMAIN: found.publicBase,
  };
  return values[name] ?? null;
}

interface RowProps {
  readonly name: string;
  readonly value: string | null;
  /** Said in place of a value that was there and could not be used. */
  readonly otherwise: string;
}

function Row({ name, value, otherwise }: RowProps) {
  return (
    <li className={classes['row']}>
      {value === null ? (
        <IconAlertTriangle size={16} className={classes['odd'] ?? ''} aria-hidden />
      ) : (
        <IconCheck size={16} stroke={2.4} className={classes['yes'] ?? ''} aria-hidden />
      )}
      <code>{name}</code>
      <span className={classes['value']}>{value ?? otherwise}</span>
    </li>
  );
}

function Found({ found }: { readonly found: ImportedConnection }) {
  const { t } = useTranslation('setup');
  const { recognized, missing } = found;
  return (
    <>
      <ul className={classes['rows']} aria-label={t('import.found')}>
        {NAMES.filter((name) => !missing.includes(name)).map((name) => (
          <Row
            key={name}
            name={name}
            value={recognized.includes(name) ? valueOf(name, found, t('import.secretFound')) : null}
            otherwise={t('import.leftOut')}
          />
        ))}
        {missing.map((name) => (
          <li key={name} className={classes['row']} data-missing>
            <IconMinus size={16} aria-hidden />
            <code>{name}</code>
            <span className={classes['value']}>{t('import.missing')}</span>
          </li>
        ))}
      </ul>
      {found.warnings.map((warning) => (
        <div key={warning} className={classes['warning']}>
          <IconAlertTriangle size={17} aria-hidden />
          <span>{t(`warning.${warning}`)}</span>
        </div>
      ))}
    </>
  );
}

/** Takes an existing configuration, shows what it understood, and goes on with it. */
export function ImportPage() {
  const { t } = useTranslation('setup');
  const { send } = useWizard();
  const { text, setText, reading, chooseFile } = useReading();
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
        <Button variant="default" mt="sm" leftSection={<IconFileText size={17} aria-hidden />} onClick={chooseFile}>
          {t('import.file')}
        </Button>
      </div>
      <section className={classes['found']} aria-live="polite">
        <h2 className={classes['foundTitle']}>{t('import.found')}</h2>
        {reading.kind === 'nothing' && <p className={classes['none']}>{t('import.foundNone')}</p>}
        {reading.kind === 'found' && <Found found={reading.found} />}
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
          disabled={reading.kind !== 'found'}
          onClick={() => reading.kind === 'found' && send({ kind: 'import', found: reading.found })}
        >
          {t('next')}
        </Button>
      </div>
    </div>
  );
}
