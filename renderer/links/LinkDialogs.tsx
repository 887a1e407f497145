import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { RequestDialog } from '../ui/RequestDialog';
import { shownName } from '../ui/shown-name';
import { DiagnosisPane } from './DiagnosisPane';
import { ReceivePane } from './ReceivePane';
import { closeLinkRequest, type LinkRequest, useLinkRequest } from './requests';
import { SharePane } from './SharePane';

/** The questions about links, wherever they were asked from. */
export function LinkDialogs() {
  const request = useLinkRequest();
  const titleOf = useTitle();
  return (
    <RequestDialog
      request={request}
      title={titleOf}
      size={({ kind }) => (kind === 'share' ? 680 : 560)}
      close={() => closeLinkRequest(request)}
    >
      {(asked) => <Pane request={asked} />}
    </RequestDialog>
  );
}

function useTitle(): (request: LinkRequest) => string {
  const { t } = useTranslation('links');
  return (request) => {
    if (request.kind !== 'share') return t(`${request.kind}.title`);
    const { only } = request.subject;
    return only?.kind === 'asset' ? t('share.title', { name: shownName(only.name) }) : t('share.titleMany');
  };
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
