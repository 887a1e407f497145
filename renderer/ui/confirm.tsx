import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import i18next from 'i18next';
import type { ReactNode } from 'react';

interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** What the button does, as a verb: "Delete 12 files". */
  readonly confirm: string;
  /** What the other button does; Cancel where nothing is said. */
  readonly cancel?: string;
  /** Red, for what cannot be undone. */
  readonly danger?: boolean;
}

/** Asks before something is done; true when the person says yes. */
export function confirm({ title, text, confirm: label, cancel, danger = false }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: (
        <Text component="div" size="md" c="dimmed">
          {text}
        </Text>
      ),
      labels: { confirm: label, cancel: cancel ?? i18next.t('common:action.cancel') },
      confirmProps: danger ? { color: 'red.9' } : {},
      cancelProps: { variant: 'default' },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    });
  });
}
