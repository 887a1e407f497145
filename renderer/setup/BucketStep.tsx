import { useTranslation } from 'react-i18next';
import { BucketChoice } from './BucketChoice';
import { Field } from './Field';
import { HelpCard } from './HelpCard';
import { StepForm } from './StepForm';
import { bucketVerdict } from './verdicts';
import { useWizard } from './wizard-context';

/** The bucket, by its name. */
export function BucketStep() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const help = (
    <HelpCard
      title={t('bucket.helpTitle')}
      steps={[t('bucket.help1'), t('bucket.help2'), t('bucket.help3')]}
      open={{ label: t('bucket.open'), page: 'r2' }}
    />
  );
  return (
    <StepForm title={t('bucket.title')} lead={t('bucket.lead')} help={help}>
      <Field
        focus
        needed
        label={t('bucket.label')}
        placeholder={t('bucket.placeholder')}
        value={state.fields.bucket}
        onType={(bucket) => send({ kind: 'type', fields: { bucket } })}
        verdict={bucketVerdict(state.fields)}
        good={t('bucket.good')}
      />
      <BucketChoice />
    </StepForm>
  );
}
