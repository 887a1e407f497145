import { DIAGNOSIS_STEPS, stepOfCause, type Diagnosis, type LinkCause } from '../../../shared/diagnosis';
import { FailureError, type Failure, type FailureCode, type FailureParams } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import { publicUrl } from '../../../shared/links';
import { contentTypeOfName } from '../../../shared/media';
import { isS3ApiHost } from '../../../shared/r2';
import type { ObjectHead, ObjectStore } from '../store/object-store';
import { probe, type AnswerHead, type ProbeOptions, type ProbeResult } from './probe';

export interface DiagnosisQuestion {
  readonly key: string;
  /** The bucket's public bases, the preferred one first. */
  readonly bases: readonly string[];
  /** The web page on which the file does not show; null when that is not asked. */
  readonly origin: string | null;
}

export interface DiagnosisDeps {
  readonly storeOf: () => Promise<ObjectStore>;
  readonly probe: ProbeOptions;
  /** Makes an address that no cache has seen. */
  readonly randomId: () => string;
}

interface Found {
  readonly cause: LinkCause;
  readonly params?: FailureParams;
  readonly detail?: string | null;
}

/**
 * Finds out why the public link of an object does not open as it should: the bucket is asked for the object, and the link is opened
 * as a stranger would. Nothing is changed. Throws nothing but bugs and AbortErrors.
 */
export async function diagnose(
  question: DiagnosisQuestion,
  deps: DiagnosisDeps,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const [base] = question.bases;
  const url = base === undefined ? null : publicUrl(base, question.key);
  const found = await new Search(question, deps, signal).run();
  const at = found === null ? DIAGNOSIS_STEPS.length : DIAGNOSIS_STEPS.indexOf(stepOfCause(found.cause));
  const passed = DIAGNOSIS_STEPS.slice(0, at).filter((step) => step !== 'cors' || question.origin !== null);
  return { url, cause: found?.cause ?? null, params: found?.params ?? {}, detail: found?.detail ?? null, passed };
}

class Search {
  constructor(
    private readonly question: DiagnosisQuestion,
    private readonly deps: DiagnosisDeps,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<Found | null> {
    const { bases, key } = this.question;
    const [base] = bases;
    if (base === undefined) return { cause: 'no-domain' };
    const { host, hostname } = new URL(base);
    if (isS3ApiHost(hostname)) return { cause: 's3-endpoint', params: { host } };
    const object = await this.#object();
    if ('cause' in object) return object;
    const url = publicUrl(base, key);
    const answer = await this.#open(url);
    if (!answer.opens) return this.#whyClosed(base, url, answer);
    return (
      (await this.#whyOther(url, answer.head, object)) ??
      whyWrongType(key, answer.head) ??
      this.#whyBlocked(answer.head)
    );
  }

  async #object(): Promise<ObjectHead | Found> {
    const { key } = this.question;
    try {
      return await (await this.deps.storeOf()).head(key, this.signal);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      const { code, detail } = error.failure;
      if (code === 'no-such-key') return { cause: 'object-missing', params: { key }, detail };
      return { cause: 'bucket-silent', params: { code }, detail };
    }
  }

  /** Once: what has been waited for is waited for elsewhere. */
  #open(url: string): Promise<ProbeResult> {
    const { origin } = this.question;
    const options = { ...this.deps.probe, waits: [], ...(origin === null ? {} : { origin }) };
    return probe(url, { kind: 'exists' }, options, this.signal);
  }

  /** Past every cache that goes by the whole address. */
  #openFresh(url: string): Promise<ProbeResult> {
    return this.#open(`${url}?flow-media=${this.deps.randomId()}`);
  }

  async #whyClosed(base: string, url: string, answer: Extract<ProbeResult, { opens: false }>): Promise<Found> {
    const { head, failure } = answer;
    const { host } = new URL(base);
    const { detail } = failure;
    const status = head?.status ?? failure.params['status'] ?? 0;
    const params = { host, status };
    if (head === null) return { cause: causeOnTheWay(failure), params: { ...params, ...failure.params }, detail };
    if (head.challenged) return { cause: 'blocked', params, detail };
    if (head.status === 401 || head.status === 403) return { cause: 'not-public', params, detail };
    if (head.status === 429) return { cause: 'rate-limited', params, detail };
    if (head.status >= 500) return { cause: 'server-trouble', params, detail };
    const fresh = await this.#openFresh(url);
    if (fresh.opens) return { cause: 'cached-404', params: { ...params, seconds: head.cachedFor ?? 0 }, detail };
    const elsewhere = await this.#otherBase(base);
    if (elsewhere !== null) return { cause: 'other-address', params: { ...params, base: elsewhere }, detail };
    return { cause: 'wrong-domain', params, detail };
  }

  /** Another address on which the object opens: one of the list, or the domain without its path. */
  async #otherBase(base: string): Promise<string | null> {
    const { origin } = new URL(base);
    const others = new Set([...this.question.bases.slice(1), origin]);
    others.delete(base);
    for (const other of others) if ((await this.#open(publicUrl(other, this.question.key))).opens) return other;
    return null;
  }

  async #whyOther(url: string, head: AnswerHead, object: ObjectHead): Promise<Found | null> {
    if (isSame(head, object)) return null;
    const { host } = new URL(url);
    const fresh = await this.#openFresh(url);
    return fresh.opens && isSame(fresh.head, object)
      ? { cause: 'cached-old', params: { host, seconds: head.cachedFor ?? 0 } }
      : { cause: 'other-content', params: { host } };
  }

  #whyBlocked({ allowOrigin }: AnswerHead): Found | null {
    const { origin } = this.question;
    if (origin === null || allowOrigin === '*' || allowOrigin === origin) return null;
    return { cause: 'cors-blocked', params: { origin } };
  }
}

const OWN_LINE: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'offline',
  'proxy-unsupported',
  'proxy-login',
  'proxy-unreachable',
]);

/** What kept an answer from coming at all. */
function causeOnTheWay({ code }: Failure): LinkCause {
  if (code === 'host-not-found') return 'dns-not-ready';
  if (code === 'tls') return 'tls-not-ready';
  if (OWN_LINE.has(code)) return 'no-network';
  // A redirect that leads away: to a sign-in page, or to another website.
  return code === 'not-public' ? 'blocked' : 'server-trouble';
}

function isSame(head: AnswerHead, object: ObjectHead): boolean {
  if (head.polished) return true;
  // A website's own page, told by its type alone where it has no length.
  if (isPage(head.type) && !isPage(object.contentType)) return false;
  if (head.etag !== null && object.etag !== '') return head.etag === object.etag;
  return head.size === null || head.size === object.size;
}

const isPage = (type: string | null): boolean => type?.toLowerCase().startsWith('text/html') === true;

/** Types that say nothing, or belong to a page: a browser then saves the file, or shows it as text. */
const SAYS_NOTHING = /^(application\/octet-stream|binary\/octet-stream|application\/x-www-form-urlencoded)\b/;

function whyWrongType(key: string, { type }: AnswerHead): Found | null {
  const expected = contentTypeOfName(nameOfKey(key));
  const served = (type ?? '').toLowerCase();
  const known = !SAYS_NOTHING.test(expected);
  const wrong = served === '' || SAYS_NOTHING.test(served) || familyOf(served) !== familyOf(expected);
  const isMedia = /^(image|video|audio)\//.test(expected) || expected === 'application/pdf';
  return known && isMedia && wrong ? { cause: 'wrong-type', params: { type: served, expected } } : null;
}

function familyOf(type: string): string {
  return type.split('/', 1)[0] ?? '';
}
