import { Button, Collapse, Select, Switch, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight, IconScissors } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { JURISDICTIONS, r2Endpoint } from '../../shared/r2';
import classes from './AccountStep.module.css';
import { Field } from './Field';
import { HelpCard } from './HelpCard';
import { StepForm } from './StepForm';
import { accountVerdict, endpointVerdict, meansR2 } from './verdicts';
import { useWizard } from './wizard-context';
import type { WizardState } from './wizard-state';

function TakenApart({ takenApart }: Pick<WizardState, 'takenApart'>) {
  const { t } = useTranslation('setup');
  if (takenApart === null) return null;
  return (
    <div className={classes['taken']} role="status">
      <IconScissors size={17} aria-hidden />
      <span>
        {t(takenApart.from === 'endpoint' ? 'account.fromEndpoint' : 'account.fromDashboard')}
        {takenApart.bucket !== null && ` ${t('account.fromBucket', { bucket: takenApart.bucket })}`}
      </span>
    </div>
  );
}

function JurisdictionField() {
  const { t } = useTranslation(['setup', 'common']);
  const { state, send } = useWizard();
  return (
    <Select
      label={t('account.jurisdiction')}
      description={t('account.jurisdictionHelp')}
      inputWrapperOrder={['label', 'input', 'description']}
      size="md"
      disabled={!meansR2(state.fields)}
      value={state.fields.jurisdiction}
      onChange={(value) => {
        const jurisdiction = JURISDICTIONS.find((name) => name === value);
        if (jurisdiction !== undefined) send({ kind: 'type', fields: { jurisdiction } });
      }}
      data={JURISDICTIONS.map((value) => ({ value, label: t(`common:jurisdiction.${value}`) }))}
    />
  );
}

/** What only another store than R2 has to be told. */
function OtherStoreFields() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  return (
    <>
      <TextInput
        label={t('account.region')}
        description={t('account.regionHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        placeholder="auto"
        size="md"
        value={fields.region}
        onChange={(event) => send({ kind: 'type', fields: { region: event.currentTarget.value } })}
      />
      <Switch
        label={t('account.pathStyle')}
        description={t('account.pathStyleHelp')}
        checked={fields.style === 'path'}
        onChange={(event) =>
          send({ kind: 'type', fields: { style: event.currentTarget.checked ? 'path' : 'virtual-hosted' } })
        }
      />
    </>
  );
}

function Advanced() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields } = state;
  const [open, { toggle }] = useDisclosure(!meansR2(fields));
  const id = useId();
  const verdict = endpointVerdict(fields);
  const shown = open || !meansR2(fields);
  const host =
    verdict.kind === 'good' && URL.canParse(fields.endpoint) ? new URL(fields.endpoint).host : fields.endpoint;
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes['more'] ?? ''}
        leftSection={<IconChevronRight size={15} className={classes['chevron'] ?? ''} data-open={shown} aria-hidden />}
        onClick={toggle}
        aria-expanded={shown}
        aria-controls={id}
      >
        {t('account.advanced')}
      </Button>
      <Collapse expanded={shown} id={id}>
        <div className={classes['advanced']}>
          <Field
            label={t('account.endpoint')}
            placeholder="https://s3.example.com"
            value={fields.endpoint}
            onType={(endpoint) => send({ kind: 'type', fields: { endpoint } })}
            verdict={verdict}
            good={t('account.endpointGood', { host })}
            help={t('account.endpointHelp')}
          />
          {!meansR2(fields) && <OtherStoreFields />}
        </div>
      </Collapse>
    </div>
  );
}

/** The account, out of whatever was pasted; or another store's endpoint. */
export function AccountStep() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { fields, addressFrom, takenApart } = state;
  const r2 = meansR2(fields);
  const endpoint = r2Endpoint(fields.account.trim().toLowerCase(), fields.jurisdiction);
  const help = (
    <HelpCard
      title={t('account.helpTitle')}
      steps={[t('account.help1'), t('account.help2'), t('account.help3')]}
      open={{ label: t('account.open'), page: 'r2' }}
      note={t('account.newHere')}
    />
  );
  return (
    <StepForm title={t('account.title')} lead={t('account.lead')} help={help}>
      <Field
        focus
        needed={r2}
        label={t('account.label')}
        placeholder={t('account.placeholder')}
        value={fields.account}
        onType={(text) => send({ kind: 'address', text })}
        verdict={r2 || addressFrom === 'account' ? accountVerdict(fields) : { kind: 'empty' }}
        good={<span data-selectable>{t('account.good', { endpoint })}</span>}
      />
      <TakenApart takenApart={takenApart} />
      <JurisdictionField />
      <Advanced />
    </StepForm>
  );
}
