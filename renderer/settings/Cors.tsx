import { Button, CopyButton, Loader, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CorsRule } from '../../shared/cloudflare';
import type { ConnectionProfile } from '../../shared/connection';
import {
  corsJson,
  maySee,
  parseOrigin,
  showingRule,
  withOrigin,
  type BucketCors,
  type OriginProblem,
} from '../../shared/cors';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { ask } from '../bridge';
import { mendingOf } from '../ui/failure-action';
import { FailureNotice } from '../ui/FailureNotice';
import { IconButton } from '../ui/IconButton';
import { notify } from '../ui/notify';
import classes from './PublicDomains.module.css';

interface CorsProps {
  readonly profile: ConnectionProfile;
  /** A website that wants in; '' for none. */
  readonly origin: string;
}

/** What is known of the rules. Reading them is a request to the bucket, so that it is asked for. */
type Known =
  | { readonly kind: 'unread' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'read'; readonly cors: BucketCors }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Which websites may read the files by script: read, explained, and changed. */
export function Cors({ profile, origin }: CorsProps) {
  const { t } = useTranslation('links');
  const [known, setKnown] = useState<Known>({ kind: 'unread' });
  const connectionId = profile.id;
  const read = async (): Promise<BucketCors | null> => {
    setKnown({ kind: 'busy' });
    const result = await ask('links.readCors', { connectionId });
    setKnown(result.ok ? { kind: 'read', cors: result.value } : { kind: 'failed', failure: result.failure });
    return result.ok ? result.value : null;
  };
  // Until the answer is there, what is on show is what was there before: a second change of that would undo the first.
  const [writing, setWriting] = useState(false);
  const write = async (from: BucketCors, rules: readonly CorsRule[]): Promise<boolean> => {
    if (writing) return false;
    setWriting(true);
    const result = await ask('links.writeCors', { connectionId, known: from.rules, rules });
    setWriting(false);
    setKnown(result.ok ? { kind: 'read', cors: result.value } : { kind: 'failed', failure: result.failure });
    if (result.ok) notify.good({ title: t('cors.saved') });
    return result.ok;
  };
  const allow = async (website: string): Promise<boolean> => {
    const now = known.kind === 'read' ? known.cors : await read();
    if (now === null) return false;
    if (!maySee(now.rules, website)) return write(now, withOrigin(now.rules, website));
    notify.info({ title: t('cors.allowed') });
    return true;
  };
  return (
    <div className={classes['cors']} role="group" aria-label={t('cors.title')}>
      <div>
        <div className={classes['label']}>{t('cors.title')}</div>
        <p className={classes['note']}>{t('cors.help')}</p>
      </div>
      {known.kind === 'unread' && (
        <Button variant="default" size="xs" className={classes['left'] ?? ''} onClick={() => drop(read())}>
          {t('cors.read')}
        </Button>
      )}
      {known.kind === 'busy' && <Loader size={16} />}
      {known.kind === 'read' && (
        <Rules cors={known.cors} writing={writing} keep={(rules) => drop(write(known.cors, rules))} />
      )}
      {known.kind === 'failed' && (
        <FailureNotice
          failure={known.failure}
          own={{ retry: () => drop(read()), ...mendingOf(connectionId, known.failure) }}
        />
      )}
      <Allow
        origin={origin}
        allow={allow}
        refused={known.kind === 'failed' && known.failure.code === 'access-denied'}
      />
    </div>
  );
}

interface RulesProps {
  readonly cors: BucketCors;
  readonly writing: boolean;
  readonly keep: (rules: readonly CorsRule[]) => void;
}

function Rules({ cors, writing, keep }: RulesProps) {
  const { t } = useTranslation('links');
  const { rules, through } = cors;
  if (rules.length === 0) return <p className={classes['none']}>{t('cors.none')}</p>;
  const wordsOf = ({ methods, exposeHeaders }: CorsRule): string =>
    exposeHeaders.length === 0
      ? t('cors.ruleNone', { methods: methods.join(', ') })
      : t('cors.rule', { methods: methods.join(', '), headers: exposeHeaders.join(', ') });
  return (
    <>
      <ul className={classes['list']} aria-label={t('cors.title')}>
        {rules.map((rule, index) => {
          const origins = rule.origins.map((one) => (one === '*' ? t('cors.any') : one)).join(', ');
          return (
            <li key={`${index} ${origins}`} className={classes['row']}>
              <div className={classes['words']}>
                <div className={classes['host']}>{origins}</div>
                <p className={classes['standing']}>{wordsOf(rule)}</p>
              </div>
              <IconButton
                label={t('cors.remove', { origins })}
                aria-disabled={writing}
                data-disabled={writing}
                onClick={() => keep(rules.filter((_, other) => other !== index))}
              >
                <IconTrash size={17} />
              </IconButton>
            </li>
          );
        })}
      </ul>
      <p className={classes['note']}>{t(`cors.through.${through}`)}</p>
    </>
  );
}

interface AllowProps {
  readonly origin: string;
  readonly allow: (origin: string) => Promise<boolean>;
  /** The keys may not change the bucket's settings. */
  readonly refused: boolean;
}

function Allow({ origin, allow, refused }: AllowProps) {
  const { t } = useTranslation('links');
  const [text, setText] = useState(origin);
  const [problem, setProblem] = useState<OriginProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const parsed = parseOrigin(text);
  const send = async (): Promise<void> => {
    if (!parsed.ok) return setProblem(parsed.problem);
    setBusy(true);
    if (await allow(parsed.origin)) setText('');
    setBusy(false);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // Enter in the field gets past the button, which is at rest meanwhile.
        if (!busy) drop(send());
      }}
    >
      <div className={classes['add']}>
        <TextInput
          flex={1}
          label={t('cors.label')}
          placeholder={t('cors.placeholder')}
          value={text}
          error={problem === null ? undefined : t(`cors.problem.${problem}`)}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit" variant="default" loading={busy} disabled={text.trim() === ''}>
          {t('cors.allow')}
        </Button>
      </div>
      {refused && (
        <div className={classes['refused']}>
          <p>{t('cors.refused')}</p>
          <CopyButton value={corsJson([showingRule(parsed.ok ? parsed.origin : 'https://example.com')])}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="light" onClick={copy}>
                {copied ? t('receive.copied') : t('cors.copyRule')}
              </Button>
            )}
          </CopyButton>
        </div>
      )}
    </form>
  );
}
