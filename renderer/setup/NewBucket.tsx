import { Button, Collapse, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCATION_HINTS, type LocationHint } from '../../shared/cloudflare';
import type { DraftSecret } from '../../shared/connection';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { JURISDICTIONS } from '../../shared/r2';
import { ask } from '../bridge';
import classes from './BucketChoice.module.css';
import { bucketVerdict } from './verdicts';
import { useWizard } from './wizard-context';
import { WizardFailure } from './WizardFailure';

type Making = { readonly kind: 'idle' | 'making' } | { readonly kind: 'failed'; readonly failure: Failure };

interface Cloudflare {
  readonly token: DraftSecret;
  readonly accountId: string;
}

interface NewBucketProps {
  readonly cloudflare: Cloudflare;
  readonly onMade: (name: string) => void;
}

/** What is typed of the new bucket, and how its making goes. `made` hears of it once the name is empty again. */
function useNewBucket({ token, accountId }: Cloudflare, made: (name: string) => void) {
  const { jurisdiction } = useWizard().state.fields;
  const [name, setName] = useState('');
  const [hint, setHint] = useState<LocationHint | null>(null);
  const [making, setMaking] = useState<Making>({ kind: 'idle' });
  const make = async (): Promise<void> => {
    setMaking({ kind: 'making' });
    const place = { accountId, jurisdiction, bucket: name.trim() };
    // A jurisdiction says where already; a hint beside it is for the default one alone.
    const locationHint = jurisdiction === 'default' ? hint : null;
    const result = await ask('cloudflare.createBucket', { token, place, locationHint });
    if (!result.ok) return setMaking({ kind: 'failed', failure: result.failure });
    setMaking({ kind: 'idle' });
    setName('');
    made(result.value.name);
  };
  return { name, setName, hint, setHint, making, make };
}

interface PlaceFieldsProps {
  readonly hint: LocationHint | null;
  readonly setHint: (hint: LocationHint | null) => void;
}

/** Under whose law the bucket lies, and where it would best lie. */
function PlaceFields({ hint, setHint }: PlaceFieldsProps) {
  const { t } = useTranslation(['setup', 'common']);
  const { state, send } = useWizard();
  const chosen = state.fields.jurisdiction;
  return (
    <div className={classes['pair']}>
      <Select
        label={t('account.jurisdiction')}
        value={chosen}
        onChange={(value) => {
          const jurisdiction = JURISDICTIONS.find((one) => one === value);
          if (jurisdiction !== undefined) send({ kind: 'type', fields: { jurisdiction } });
        }}
        data={JURISDICTIONS.map((value) => ({ value, label: t(`common:jurisdiction.${value}`) }))}
      />
      <Select
        label={t('bucket.location')}
        disabled={chosen !== 'default'}
        value={hint ?? 'auto'}
        onChange={(value) => setHint(LOCATION_HINTS.find((one) => one === value) ?? null)}
        data={['auto' as const, ...LOCATION_HINTS].map((value) => ({ value, label: t(`location.${value}`) }))}
      />
    </div>
  );
}

/** A bucket that is made right here: its name, where it would best lie, and under whose law. */
export function NewBucket({ cloudflare, onMade }: NewBucketProps) {
  const { t } = useTranslation('setup');
  const { fields } = useWizard().state;
  const [open, { toggle, close }] = useDisclosure(false);
  const { name, setName, hint, setHint, making, make } = useNewBucket(cloudflare, (made) => {
    close();
    onMade(made);
  });
  const id = useId();
  const verdict = bucketVerdict({ ...fields, bucket: name });
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={toggle}
        aria-expanded={open}
        aria-controls={id}
      >
        {t('bucket.new')}
      </Button>
      <Collapse expanded={open} id={id}>
        <div className={classes['new']}>
          <TextInput
            label={t('bucket.newName')}
            placeholder="my-media"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            spellCheck={false}
            autoComplete="off"
            error={verdict.kind === 'bad' ? t(`problem.${verdict.problem}`, { length: verdict.length }) : null}
          />
          <PlaceFields hint={hint} setHint={setHint} />
          {making.kind === 'failed' && <WizardFailure failure={making.failure} retry={() => drop(make())} />}
          <Button
            variant="light"
            loading={making.kind === 'making'}
            disabled={verdict.kind !== 'good'}
            onClick={() => drop(make())}
          >
            {t('bucket.create')}
          </Button>
        </div>
      </Collapse>
    </div>
  );
}
