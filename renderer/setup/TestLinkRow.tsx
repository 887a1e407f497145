import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { TestLink } from '../../shared/test-link';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import classes from './DonePage.module.css';

type State =
  | { readonly kind: 'idle' | 'working' }
  | { readonly kind: 'copied'; readonly test: TestLink }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A first link, seen to open, without a file of one's own. */
export function TestLinkRow({ connectionId }: { readonly connectionId: string }) {
  const { t } = useTranslation('setup');
  const [state, setState] = useState<State>({ kind: 'idle' });
  const make = async (): Promise<void> => {
    setState({ kind: 'working' });
    const result = await ask('links.test', { connectionId });
    setState(result.ok ? { kind: 'copied', test: result.value } : { kind: 'failed', failure: result.failure });
  };
  return (
    <>
      <div className={classes['action']}>
        <div className={classes['actionText']}>
          <strong>{t('done.test')}</strong>
          <p>{t('done.testText')}</p>
        </div>
        <Button
          variant="default"
          loading={state.kind === 'working'}
          leftSection={
            state.kind === 'copied' ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />
          }
          onClick={() => drop(make())}
        >
          {t('done.testButton')}
        </Button>
      </div>
      {state.kind === 'copied' && <Copied test={state.test} />}
      {state.kind === 'failed' && <FailureNotice failure={state.failure} own={{ retry: () => drop(make()) }} />}
    </>
  );
}

function Copied({ test: { key, link } }: { readonly test: TestLink }) {
  const { t } = useTranslation('setup');
  return (
    <div className={classes['copied']} role="status">
      <span>{t(link.kind === 'public' ? 'done.copied' : 'done.copiedSigned', { key })}</span>
      <code className={classes['url']} data-selectable>
        {link.url}
      </code>
    </div>
  );
}
