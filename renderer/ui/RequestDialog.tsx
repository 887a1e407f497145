import { Modal, type ModalProps, Text } from '@mantine/core';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LAYERS } from './layers';
import { useQuestioned } from './use-questioned';

type Size = Exclude<ModalProps['size'], undefined>;

interface RequestDialogProps<Request> {
  /** What is asked for; the dialog is open while there is something. */
  readonly request: Request | null;
  readonly title: (request: Request) => string;
  readonly size: Size | ((request: Request) => Size);
  /** Off for what grows while it is read: it would jump about the middle. */
  readonly centered?: boolean;
  readonly close: () => void;
  /** What stands in it. Another request begins it anew. */
  readonly children: (request: Request) => ReactNode;
}

/** The frame of a dialog that was asked for, over the library or over the viewer. */
export function RequestDialog<Request extends object>({
  request,
  title,
  size,
  centered = true,
  close,
  children,
}: RequestDialogProps<Request>) {
  const { t } = useTranslation();
  const { request: shown, turn, gone } = useFading(request);
  const questioned = useQuestioned();
  return (
    <Modal
      opened={request !== null}
      onClose={close}
      closeOnEscape={!questioned}
      onExitTransitionEnd={gone}
      // Nothing is pressed twice while it fades.
      inert={request === null}
      title={
        <Text fw={620} lineClamp={1}>
          {shown !== null && title(shown)}
        </Text>
      }
      size={typeof size !== 'function' ? size : shown === null ? 'md' : size(shown)}
      centered={centered}
      zIndex={LAYERS.dialog}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {shown !== null && <Fragment key={turn}>{children(shown)}</Fragment>}
    </Modal>
  );
}

interface Shown<Request> {
  /** What is asked for, and once it is no more, what was, until it has faded. */
  readonly request: Request | null;
  /** Tells it from the one before it. */
  readonly turn: number;
}

/** Keeps what was asked: emptied at once, a dialog would shrink and lose its focus while it fades. */
function useFading<Request>(request: Request | null): Shown<Request> & { readonly gone: () => void } {
  const [last, show] = useState<Shown<Request>>({ request: null, turn: 0 });
  const next = request === null || request === last.request ? last : { request, turn: last.turn + 1 };
  if (next !== last) show(next);
  return { ...next, gone: () => show(({ turn }) => ({ request: null, turn })) };
}
