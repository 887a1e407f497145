import { Modal, type ModalProps, Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LAYERS } from './layers';

interface RequestDialogProps<Request> {
  /** What is asked for; the dialog is open while there is something. */
  readonly request: Request | null;
  readonly title: string;
  readonly size: Exclude<ModalProps['size'], undefined>;
  readonly close: () => void;
  /** What stands in it. Another request (by its token) begins it anew. */
  readonly children: (request: Request) => ReactNode;
}

/** The frame of a dialog that was asked for, over the library or over the viewer. */
export function RequestDialog<Request extends { readonly token: number }>({
  request,
  title,
  size,
  close,
  children,
}: RequestDialogProps<Request>) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={request !== null}
      onClose={close}
      title={
        <Text fw={620} lineClamp={1}>
          {title}
        </Text>
      }
      size={size}
      zIndex={LAYERS.dialog}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {request !== null && <Fragment key={request.token}>{children(request)}</Fragment>}
    </Modal>
  );
}
