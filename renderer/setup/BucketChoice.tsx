import { Button, Loader, ScrollArea, UnstyledButton } from '@mantine/core';
import { IconBucket, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountBucket } from '../../shared/cloudflare';
import { ask } from '../bridge';
import { type Answer, useAnswer } from '../ui/use-answer';
import classes from './BucketChoice.module.css';
import { NewBucket } from './NewBucket';
import { useWizard } from './wizard-context';
import { cloudflareOf } from './wizard-draft';
import { WizardFailure } from './WizardFailure';

function Choice({ bucket, chosen, onChoose }: { bucket: AccountBucket; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation('setup');
  return (
    <UnstyledButton
      className={classes['choice'] ?? ''}
      aria-label={bucket.name}
      data-chosen={chosen}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <IconBucket size={17} stroke={1.6} aria-hidden />
      <span className={classes['name']}>{bucket.name}</span>
      <span className={classes['location']}>
        {bucket.storageClass === 'infrequent' && `${t('bucket.infrequent')} · `}
        {bucket.location}
      </span>
      {chosen && <IconCheck size={16} aria-hidden />}
    </UnstyledButton>
  );
}

/** Without a token: what one would add. With one: the account's buckets, and the way to a new one. */
export function BucketChoice() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const [asked, setAsked] = useState(0);
  const cloudflare = cloudflareOf(fields);
  const question = cloudflare === null ? null : JSON.stringify([cloudflare, fields.jurisdiction, asked]);
  const answer = useAnswer(question, () =>
    ask('cloudflare.listBuckets', {
      token: cloudflare?.token ?? { kind: 'typed', value: '' },
      place: { accountId: cloudflare?.accountId ?? '', jurisdiction: fields.jurisdiction },
    }),
  );
  if (cloudflare === null) return <WithoutToken />;
  // An object-level token is a legitimate one: it knows its bucket by name, and may list none.
  if (answer.kind === 'failed' && answer.failure.code === 'api-token-permission')
    return <p className={classes['note']}>{t('bucket.mayNotList')}</p>;
  const choose = (bucket: string): void => send({ kind: 'type', fields: { bucket } });
  const askAgain = (): void => setAsked(asked + 1);
  // What is typed of a new bucket outlives the list: choosing its jurisdiction has another one asked for.
  return (
    <>
      <Buckets answer={answer} onChoose={choose} retry={askAgain} />
      <NewBucket
        cloudflare={cloudflare}
        onMade={(name) => {
          choose(name);
          askAgain();
        }}
      />
    </>
  );
}

interface BucketsProps {
  readonly answer: Answer<readonly AccountBucket[]>;
  readonly onChoose: (bucket: string) => void;
  readonly retry: () => void;
}

function Buckets({ answer, onChoose, retry }: BucketsProps) {
  const { t } = useTranslation('setup');
  const chosen = useWizard().state.fields.bucket.trim();
  if (answer.kind === 'waiting')
    return (
      <div className={classes['waiting']} role="status">
        <Loader size={16} /> {t('bucket.listing')}
      </div>
    );
  if (answer.kind === 'failed') return <WizardFailure failure={answer.failure} retry={retry} />;
  if (answer.value.length === 0) return <p className={classes['note']}>{t('bucket.none')}</p>;
  return (
    <ScrollArea.Autosize mah={216} className={classes['list'] ?? ''} type="auto">
      <div role="group" aria-label={t('bucket.yours')}>
        {answer.value.map((bucket) => (
          <Choice
            key={bucket.name}
            bucket={bucket}
            chosen={chosen === bucket.name}
            onChoose={() => onChoose(bucket.name)}
          />
        ))}
      </div>
    </ScrollArea.Autosize>
  );
}

function WithoutToken() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  if (state.fields.endpoint.trim() !== '') return null;
  return (
    <p className={classes['note']}>
      {t('bucket.withToken')}{' '}
      <Button size="compact-xs" variant="subtle" onClick={() => send({ kind: 'go', page: 'keys' })}>
        {t('token.add')}
      </Button>
    </p>
  );
}
