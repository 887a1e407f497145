import { Loader, UnstyledButton } from '@mantine/core';
import {
  IconArrowRight,
  IconCloudDataConnection,
  IconFileImport,
  IconFlask,
  IconPhotoHeart,
  IconServerBolt,
  IconWorld,
  IconZoomMoney,
} from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { ask } from '../bridge';
import { closeSetup, resetNavigation } from '../navigation';
import { FailureNotice } from '../ui/FailureNotice';
import classes from './WelcomePage.module.css';
import { useWizard } from './wizard-context';

interface WayProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly text: string;
  readonly main?: boolean;
  readonly busy?: boolean;
  readonly onChoose: () => void;
}

function Way({ icon, name, text, main = false, busy = false, onChoose }: WayProps) {
  const id = useId();
  return (
    <div className={classes['way']} data-main={main}>
      <span className={classes['wayIcon']} aria-hidden>
        {icon}
      </span>
      <div className={classes['wayWords']}>
        <UnstyledButton className={classes['wayName'] ?? ''} onClick={onChoose} disabled={busy} aria-describedby={id}>
          {name}
        </UnstyledButton>
        <div className={classes['wayText']} id={id}>
          {text}
        </div>
      </div>
      {busy ? <Loader size={18} /> : <IconArrowRight size={18} className={classes['arrow'] ?? ''} aria-hidden />}
    </div>
  );
}

function Fact({ icon, title, text }: { readonly icon: ReactNode; readonly title: string; readonly text: string }) {
  return (
    <li className={classes['fact']}>
      <span className={classes['factIcon']} aria-hidden>
        {icon}
      </span>
      <span>
        <strong>{title}</strong>
        <span className={classes['factText']}>{text}</span>
      </span>
    </li>
  );
}

type SandboxState = { readonly kind: 'idle' | 'starting' } | { readonly kind: 'failed'; readonly failure: Failure };

function useSandbox(): { readonly state: SandboxState; readonly start: () => void } {
  const [state, setState] = useState<SandboxState>({ kind: 'idle' });
  const open = async (): Promise<void> => {
    setState({ kind: 'starting' });
    const result = await ask('connections.openSandbox', null);
    if (!result.ok) return setState({ kind: 'failed', failure: result.failure });
    resetNavigation();
    closeSetup();
  };
  return { state, start: () => drop(open()) };
}

/** The first page: what this is, in four lines, and three ways in. */
export function WelcomePage() {
  const { t } = useTranslation('setup');
  const { send } = useWizard();
  const sandbox = useSandbox();
  return (
    <div className={classes['welcome']}>
      <h1 className={classes['title']}>{t('welcome.title')}</h1>
      <p className={classes['lead']}>{t('welcome.lead')}</p>
      <ul className={classes['facts']}>
        <Fact
          icon={<IconServerBolt size={20} stroke={1.6} />}
          title={t('welcome.fact1')}
          text={t('welcome.fact1Text')}
        />
        <Fact
          icon={<IconZoomMoney size={20} stroke={1.6} />}
          title={t('welcome.fact2')}
          text={t('welcome.fact2Text')}
        />
        <Fact icon={<IconWorld size={20} stroke={1.6} />} title={t('welcome.fact3')} text={t('welcome.fact3Text')} />
        <Fact
          icon={<IconPhotoHeart size={20} stroke={1.6} />}
          title={t('welcome.fact4')}
          text={t('welcome.fact4Text')}
        />
      </ul>
      <div className={classes['ways']}>
        <Way
          main
          icon={<IconCloudDataConnection size={26} stroke={1.6} />}
          name={t('welcome.connect')}
          text={t('welcome.connectText')}
          onChoose={() => send({ kind: 'go', page: 'account' })}
        />
        <Way
          icon={<IconFileImport size={24} stroke={1.6} />}
          name={t('welcome.import')}
          text={t('welcome.importText')}
          onChoose={() => send({ kind: 'go', page: 'import' })}
        />
        <Way
          icon={<IconFlask size={24} stroke={1.6} />}
          name={t('welcome.sandbox')}
          text={t('welcome.sandboxText')}
          busy={sandbox.state.kind === 'starting'}
          onChoose={sandbox.start}
        />
      </div>
      {sandbox.state.kind === 'failed' && (
        <FailureNotice failure={sandbox.state.failure} own={{ retry: sandbox.start }} />
      )}
    </div>
  );
}
