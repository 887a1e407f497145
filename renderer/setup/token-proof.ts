import { useEffect, useRef, useState } from 'react';
import type { DraftApiToken, DraftSecret, VerifiedToken } from '../../shared/connection';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { ACCOUNT_ID_SHAPE } from '../../shared/r2';
import { ask } from '../bridge';
import { awaitsKeys, tokenVerdict } from './verdicts';
import type { WizardFields } from './wizard-fields';
import { cleanKey } from './read-keys';

/** How far the proof of the API token is. */
export type TokenProof =
  { readonly kind: 'idle' } | { readonly kind: 'asking' } | { readonly kind: 'failed'; readonly failure: Failure };

/** Waits this long after the last letter before Cloudflare is asked, ms. */
const PAUSE = 400;

/** The token that has yet to be proved: one typed whole, or one from an import or a paste that brought no keys. */
function unproved(fields: WizardFields): DraftSecret | null {
  const { apiToken, accessKeyId } = fields;
  const verdict = tokenVerdict(fields);
  if (apiToken.kind === 'typed' && verdict.kind === 'bad' && verdict.problem === 'token-unproven')
    return { kind: 'typed', value: cleanKey(apiToken.value) };
  return isKept(apiToken) && (accessKeyId === '' || awaitsKeys(fields)) ? apiToken : null;
}

function isKept(token: DraftApiToken): token is Extract<DraftApiToken, { kind: 'held' | 'stored' }> {
  return token.kind === 'held' || token.kind === 'stored';
}

/** Proves the API token at Cloudflare as soon as it is whole; `onProved` gets what it gives. */
export function useTokenProof(
  fields: WizardFields,
  onProved: (token: VerifiedToken) => void,
): { readonly proof: TokenProof; readonly retry: () => void } {
  const [proof, setProof] = useState<TokenProof>({ kind: 'idle' });
  const [attempt, setAttempt] = useState(0);
  const accountId = fields.account.trim().toLowerCase();
  const token = ACCOUNT_ID_SHAPE.test(accountId) && fields.endpoint.trim() === '' ? unproved(fields) : null;
  const question = token === null ? null : JSON.stringify({ token, accountId });
  // `question` says what is asked; the function is a new one with each render.
  const latest = useRef(onProved);
  latest.current = onProved;
  useEffect(() => {
    setProof({ kind: 'idle' });
    if (question === null) return;
    let isWanted = true;
    const prove = async (): Promise<void> => {
      setProof({ kind: 'asking' });
      const result = await ask(
        'cloudflare.verifyToken',
        JSON.parse(question) as { token: DraftSecret; accountId: string },
      );
      if (!isWanted) return;
      if (result.ok) latest.current(result.value);
      else setProof({ kind: 'failed', failure: result.failure });
    };
    const timer = setTimeout(() => drop(prove()), PAUSE);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [question, attempt]);
  return { proof, retry: () => setAttempt((before) => before + 1) };
}
