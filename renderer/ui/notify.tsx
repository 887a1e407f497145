import { UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import type { Failure } from '../../shared/failure';
import { failureHandler, type OwnActions } from './failure-action';
import { failureWords } from './failure-words';
import classes from './notify.module.css';

interface Toast {
  readonly title: string;
  readonly text?: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Long enough to think about its action. */
  readonly stays?: boolean;
}

type Tone = 'good' | 'info' | 'bad';

const LOOKS = {
  good: { icon: <IconCheck size={18} />, autoClose: 3500 },
  info: { icon: <IconInfoCircle size={18} />, autoClose: 5000 },
  bad: { icon: <IconAlertTriangle size={18} />, autoClose: 9000 },
} as const;

const STAY_MS = 10_000;

let shownCount = 0;
/** The toast that was last shown of each piece of news. */
const lastIds = new Map<string, string>();

function show(tone: Tone, { title, text, action, stays = false }: Toast): void {
  const news = `${tone}/${title}`;
  // One of its own for each showing: under the same one React keeps the toast of before, and its time runs on.
  const id = `${news}/${++shownCount}`;
  const run = (): void => {
    notifications.hide(id);
    action?.run();
  };
  const message = (
    <>
      {text}
      {action !== undefined && (
        <UnstyledButton className={classes['action'] ?? ''} onClick={run}>
          {action.label}
        </UnstyledButton>
      )}
    </>
  );
  const { icon, autoClose } = LOOKS[tone];
  const closeButtonProps = { 'aria-label': i18next.t('common:action.close') };
  const look = { withBorder: true, className: classes[tone] ?? '', closeButtonProps };
  const onClose = (): void => {
    if (lastIds.get(news) === id) lastIds.delete(news);
  };
  const options = { id, title, message, icon, autoClose: stays ? STAY_MS : autoClose, onClose, ...look };
  // News that comes twice is one toast that starts again, not two.
  const last = lastIds.get(news);
  if (last !== undefined) notifications.hide(last);
  lastIds.set(news, id);
  notifications.show(options);
}

/** Short news at the corner of the window; what must not be missed belongs where it happened. */
export const notify = {
  good: (toast: Toast): void => show('good', toast),
  info: (toast: Toast): void => show('info', toast),
  bad: (toast: Toast): void => show('bad', toast),
  /** A failure that has no place of its own on the screen. */
  failure: (failure: Failure, own: OwnActions = {}): void => {
    const { title, help } = failureWords(failure);
    const run = failureHandler(failure, own);
    const label = i18next.t(`common:action.${failure.action === 'none' ? 'close' : failure.action}`);
    show('bad', { title, text: help, ...(run === null ? {} : { action: { label, run } }) });
  },
};
