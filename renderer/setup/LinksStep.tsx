import { IconBolt, IconWorldWww } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { parsePublicBase, publicUrl } from '../../shared/links';
import { DomainChoice } from './DomainChoice';
import { Field } from './Field';
import { PageButton } from './HelpCard';
import classes from './LinksStep.module.css';
import { StepForm } from './StepForm';
import { domainVerdict } from './verdicts';
import { useWizard } from './wizard-context';

function Ways() {
  const { t } = useTranslation('setup');
  return (
    <section className={classes['ways']}>
      <h2 className={classes['title']}>{t('links.helpTitle')}</h2>
      <div className={classes['way']}>
        <IconBolt size={20} stroke={1.6} aria-hidden />
        <div>
          <strong>{t('links.wayDev')}</strong>
          <p>{t('links.wayDevText')}</p>
        </div>
      </div>
      <div className={classes['way']}>
        <IconWorldWww size={20} stroke={1.6} aria-hidden />
        <div>
          <strong>{t('links.wayOwn')}</strong>
          <p>{t('links.wayOwnText')}</p>
        </div>
      </div>
      <div className={classes['pages']}>
        <PageButton label={t('links.open')} page="r2" />
        <PageButton label={t('links.docs')} page="docs-public" />
      </div>
    </section>
  );
}

/** The public domain, if there is one; the S3 API's address is explained and refused. */
export function LinksStep() {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const { publicDomain } = state.fields;
  const verdict = domainVerdict(state.fields);
  const base = parsePublicBase(publicDomain);
  const isS3 = verdict.kind === 'bad' && verdict.problem === 's3-endpoint';
  return (
    <StepForm title={t('links.title')} lead={t('links.lead')} help={<Ways />}>
      <Field
        focus
        label={t('links.label')}
        placeholder={t('links.placeholder')}
        value={publicDomain}
        onType={(value) => send({ kind: 'type', fields: { publicDomain: value } })}
        verdict={verdict}
        help={t('links.optional')}
      />
      <DomainChoice />
      {publicDomain.trim() !== '' && base.ok && (
        <div className={classes['example']}>
          {t('links.good')}
          <code data-selectable>{publicUrl(base.base, 'pictures/first-snow.png')}</code>
        </div>
      )}
      {(isS3 || (state.leftOutDomain && publicDomain === '')) && (
        <div className={classes['refused']} role="status">
          <strong>{t('links.s3Title')}</strong>
          <p>{t(isS3 ? 'links.s3' : 'links.leftOut')}</p>
        </div>
      )}
    </StepForm>
  );
}
