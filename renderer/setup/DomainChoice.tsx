import { parsePublicBase } from '../../shared/links';
import { BucketAddresses } from '../ui/BucketAddresses';
import { useWizard } from './wizard-context';
import { cloudflareOf } from './wizard-draft';
import { WizardFailure } from './WizardFailure';

/** With an API token: an address of the bucket, as Cloudflare knows them, for the public domain. */
export function DomainChoice() {
  const { state, send } = useWizard();
  const { jurisdiction, bucket, publicDomain } = state.fields;
  const cloudflare = cloudflareOf(state.fields);
  if (cloudflare === null) return null;
  const { token, accountId } = cloudflare;
  const chosen = parsePublicBase(publicDomain);
  return (
    <BucketAddresses
      token={token}
      place={{ accountId, jurisdiction, bucket: bucket.trim() }}
      isTaken={(base) => chosen.ok && chosen.base === base}
      onTake={(base) => send({ kind: 'type', fields: { publicDomain: base } })}
      failed={(failure, retry) => <WizardFailure failure={failure} retry={retry} />}
    />
  );
}
