import { keyProblem, normalizeKey } from '../../../shared/keys';
import { fail } from '../../../shared/failure';
import type { ReceiveLink } from '../../../shared/link';
import { contentTypeOfName } from '../../../shared/media';
import type { ObjectStore } from '../store/object-store';

/** A signed PUT for one key: who has the link can put a file there until it ends. Fails with `invalid-key`. */
export async function receiveLink(
  store: ObjectStore,
  key: string,
  seconds: number,
  now: () => number,
): Promise<ReceiveLink> {
  const normal = normalizeKey(key);
  if (keyProblem(normal) !== null || normal.endsWith('/')) fail('invalid-key', { key });
  const expiresAt = now() + seconds * 1000;
  const url = await store.presignPut(normal, seconds);
  // Double quotes serve every shell: the address has neither quotes nor dollars in it. The type is the sender's to say, and
  // nobody says it but this line.
  const type = contentTypeOfName(normal);
  return { url, expiresAt, curl: `curl --fail --upload-file FILE --header "Content-Type: ${type}" "${url}"` };
}
