import type { FailureParams } from './failure';

/** What is looked at, one after the other, when a public link does not open. */
export const DIAGNOSIS_STEPS = ['domain', 'object', 'way', 'access', 'content', 'type', 'cors'] as const;
export type DiagnosisStep = (typeof DIAGNOSIS_STEPS)[number];

/** The one thing that helps, as a button. */
export type DiagnosisAction =
  | 'none'
  | 'set-domain'
  | 'use-domain'
  | 'read-again'
  | 'try-again'
  | 'open-bucket'
  | 'purge-cache'
  | 'set-type'
  | 'set-cors';

/** Every cause, with the step that finds it and what helps. The words stand in `renderer/i18n`, by cause. */
const CAUSES = {
  'no-domain': ['domain', 'set-domain'],
  's3-endpoint': ['domain', 'set-domain'],
  'object-missing': ['object', 'read-again'],
  /** What the bucket itself answered keeps us from knowing. */
  'bucket-silent': ['object', 'try-again'],
  'no-network': ['way', 'try-again'],
  'dns-not-ready': ['way', 'open-bucket'],
  'tls-not-ready': ['way', 'open-bucket'],
  'not-public': ['access', 'open-bucket'],
  /** Cloudflare asks the visitor to prove himself: a challenge, Access, a rule. */
  blocked: ['access', 'open-bucket'],
  'rate-limited': ['access', 'set-domain'],
  'server-trouble': ['access', 'try-again'],
  'cached-404': ['access', 'purge-cache'],
  /** The bucket is served, but under another address, which is known: `params.base`. */
  'other-address': ['access', 'use-domain'],
  'wrong-domain': ['access', 'set-domain'],
  'cached-old': ['content', 'purge-cache'],
  'other-content': ['content', 'set-domain'],
  /** `params.type` is served, `params.expected` fits the name. */
  'wrong-type': ['type', 'set-type'],
  /** `params.origin` may not read it. */
  'cors-blocked': ['cors', 'set-cors'],
} as const satisfies Record<string, readonly [DiagnosisStep, DiagnosisAction]>;

export type LinkCause = keyof typeof CAUSES;

export const LINK_CAUSES = Object.keys(CAUSES) as LinkCause[];

export function stepOfCause(cause: LinkCause): DiagnosisStep {
  return CAUSES[cause][0];
}

export function actionOfCause(cause: LinkCause): DiagnosisAction {
  return CAUSES[cause][1];
}

/** Why a public link does not open as it should, or that it does. */
export interface Diagnosis {
  /** The link that was tried; null where there is none. */
  readonly url: string | null;
  readonly cause: LinkCause | null;
  readonly params: FailureParams;
  /** What the other side said, for the curious. */
  readonly detail: string | null;
  /** The steps that were passed, in their order; those behind the cause were not tried. */
  readonly passed: readonly DiagnosisStep[];
}
