import { Button, Code, Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Failure, FailureCode } from '../../shared/failure';
import { failureHandler, type OwnActions } from './failure-action';
import { failureWords } from './failure-words';
import classes from './FailureNotice.module.css';

/** Their help speaks of the words that came with them: these stand open. */
const SAID_BELOW: ReadonlySet<FailureCode> = new Set(['provider-refused-input', 'program-failed']);

interface FailureNoticeProps {
  readonly failure: Failure;
  /** What this place can do about it: `{ retry: () => … }`. */
  readonly own?: OwnActions;
  /** Without a frame, for rows of a list. */
  readonly plain?: boolean;
  /** One of many, of which a line elsewhere tells: it is not read out each time that its row comes into view. */
  readonly quiet?: boolean;
}

/** A failure: what happened, why and what to do, the one button that helps, and the details for the curious. */
export function FailureNotice({ failure, own = {}, plain = false, quiet = false }: FailureNoticeProps) {
  const { t } = useTranslation();
  const [open, { toggle }] = useDisclosure(SAID_BELOW.has(failure.code));
  const { title, help } = failureWords(failure);
  const act = failureHandler(failure, own);
  return (
    <div className={classes['notice']} data-plain={plain} {...(quiet ? {} : { role: 'alert' })}>
      <IconAlertTriangle size={18} className={classes['icon'] ?? ''} aria-hidden />
      <div className={classes['text']}>
        <div className={classes['title']}>{title}</div>
        <div className={classes['help']}>{help}</div>
        {failure.detail !== null && (
          <>
            <UnstyledButton className={classes['more'] ?? ''} onClick={toggle} aria-expanded={open}>
              <IconChevronRight size={13} aria-hidden />
              {t('failure.details')}
            </UnstyledButton>
            <Collapse expanded={open}>
              <Code block className={classes['detail'] ?? ''} data-selectable>
                {`${failure.code}\n${failure.detail}`}
              </Code>
            </Collapse>
          </>
        )}
      </div>
      {act !== null && failure.action !== 'none' && (
        <Button variant="default" size="xs" onClick={act} className={classes['action'] ?? ''}>
          {t(`action.${failure.action}`)}
        </Button>
      )}
    </div>
  );
}
