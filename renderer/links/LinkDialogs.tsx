import { Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { shownName } from '../ui/shown-name';
import { DiagnosisPane } from './DiagnosisPane';
import { ReceivePane } from './ReceivePane';
import { closeLinkRequest, type LinkRequest, useLinkRequest } from './requests';
import { SharePane } from './SharePane';

/** The questions about links, wherever they were asked from. */
export function LinkDialogs() {
  const { t } = useTranslation(['links', 'common']);
  const request = useLinkRequest();
  const title = useTitle(request);
  return (
    <Modal
      opened={request !== null}
      onClose={() => closeLinkRequest(request)}
      title={
        <Text fw={620} lineClamp={1}>
          {title}
        </Text>
      }
      size={request?.kind === 'share' ? 680 : 560}
      zIndex={400}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {request !== null && <Pane key={request.token} request={request} />}
    </Modal>
  );
}

function useTitle(request: LinkRequest | null): string {
  const { t } = useTranslation('links');
  if (request === null) return '';
  if (request.kind !== 'share') return t(`${request.kind}.title`);
  const { only } = request.subject;
  return only?.kind === 'asset' ? t('share.title', { name: shownName(only.name) }) : t('share.titleMany');
}

function Pane({ request }: { readonly request: LinkRequest }) {
  // Of this one alone: what it has begun may be done when another stands there.
  const close = (): void => closeLinkRequest(request);
  switch (request.kind) {
    case 'share':
      return <SharePane request={request} close={close} />;
    case 'diagnosis':
      return <DiagnosisPane request={request} close={close} />;
    case 'receive':
      return <ReceivePane request={request} />;
    default:
      return assertNever(request);
  }
}
