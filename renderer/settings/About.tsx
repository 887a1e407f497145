import { Button } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { appFacts } from '../mirror';
import { AppMark } from '../ui/AppMark';
import { copyDiagnostics } from '../ui/diagnostics';
import { notify } from '../ui/notify';
import classes from './About.module.css';
import { Section } from './Section';

const DOCS = ['dashboard', 'docs-r2', 'docs-s3', 'docs-pricing', 'docs-public'] as const;

async function showNotices(title: string): Promise<void> {
  const notices = await ask('app.notices', null);
  if (!notices.ok) return notify.failure(notices.failure);
  modals.open({
    title,
    size: 'xl',
    children: (
      <pre className={classes['notices']} tabIndex={0} data-autofocus data-selectable>
        {notices.value}
      </pre>
    ),
  });
}

/** What this program is, and where more stands. */
export function About() {
  const { t } = useTranslation(['settings', 'common']);
  const { version, electron } = appFacts();
  return (
    <Section name="about" title={t('about.title')} help={t('about.help')}>
      <div className={classes['about']}>
        <AppMark size={52} />
        <div>
          <div className={classes['name']}>{t('common:appName')}</div>
          <div className={classes['version']} data-selectable>
            {t('about.version', { version })} · {t('about.runtime', { electron })}
          </div>
        </div>
      </div>
      <div className={classes['docs']}>
        {DOCS.map((page) => (
          <Button
            key={page}
            variant="default"
            size="xs"
            rightSection={<IconExternalLink size={14} aria-hidden />}
            onClick={() => drop(ask('app.openPage', { page }))}
          >
            {t(`about.docs.${page}`)}
          </Button>
        ))}
        <Button variant="default" size="xs" onClick={() => drop(showNotices(t('about.notices')))}>
          {t('about.notices')}
        </Button>
        <Button variant="default" size="xs" onClick={() => drop(copyDiagnostics())}>
          {t('about.diagnostics')}
        </Button>
      </div>
    </Section>
  );
}
