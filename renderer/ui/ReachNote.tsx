import { Button, Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight, IconExternalLink, IconShieldHalf } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionRights } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import classes from './ReachNote.module.css';

interface ReachNoteProps {
  readonly bucket: string;
  /** Cloudflare's, with its dashboard; of other stores the app does not know how keys are made. */
  readonly isR2: boolean;
  readonly rights: Pick<ConnectionRights, 'write'>;
  readonly hasApiToken: boolean;
  /** What can be done about it where the note stands. */
  readonly children?: ReactNode;
}

/** Keys that are told all buckets of the account can do more than the app needs: said quietly, since all of it works. */
export function ReachNote({ bucket, isR2, rights, hasApiToken, children }: ReachNoteProps) {
  const { t } = useTranslation();
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <section className={classes['note']} aria-label={t('reach.title')}>
      <UnstyledButton className={classes['head'] ?? ''} aria-expanded={isOpen} onClick={toggle}>
        <IconShieldHalf size={18} stroke={1.7} aria-hidden />
        <span className={classes['title']}>{t('reach.title')}</span>
        <span className={classes['how']}>{t('reach.how')}</span>
        <IconChevronRight size={15} className={classes['chevron'] ?? ''} data-open={isOpen} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <div className={classes['body']}>
          <p>{t('reach.found')}</p>
          {isR2 && <p>{t(rights.write === false ? 'reach.adminRead' : 'reach.adminWrite')}</p>}
          {isR2 ? <Steps bucket={bucket} readOnly={rights.write === false} /> : <p>{t('reach.other', { bucket })}</p>}
          {hasApiToken && <p>{t('reach.apiToken')}</p>}
          <div className={classes['actions']}>
            {isR2 && <Dashboard />}
            {children}
          </div>
        </div>
      </Collapse>
    </section>
  );
}

function Steps({ bucket, readOnly }: { readonly bucket: string; readonly readOnly: boolean }) {
  const { t } = useTranslation();
  return (
    <ol className={classes['steps']}>
      <li>{t('reach.step1')}</li>
      <li>{t(readOnly ? 'reach.step2Read' : 'reach.step2Write')}</li>
      <li>{t('reach.step3', { bucket })}</li>
      <li>{t('reach.step4')}</li>
    </ol>
  );
}

function Dashboard() {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      size="xs"
      rightSection={<IconExternalLink size={14} aria-hidden />}
      onClick={() => drop(ask('app.openPage', { page: 'r2-tokens' }))}
    >
      {t('reach.open')}
    </Button>
  );
}
