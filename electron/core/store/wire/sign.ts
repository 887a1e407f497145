import { createHash, createHmac } from 'node:crypto';

/** Whose signature it is. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `auto` for R2. */
  readonly region: string;
}

export interface Signable {
  readonly method: string;
  /** Encoded once, each `/` as it is in the key: S3 signs the path as it is sent. */
  readonly path: string;
  /** Encoded and in the order of the names; '' for none. */
  readonly query: string;
  /** Lower-case names, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What is on the way may change these (as in the SDK's list of headers that are never signed). */
const UNSIGNED = new Set(['accept-encoding', 'cache-control', 'user-agent']);
/** TLS and Content-MD5 vouch for the body; a SHA-256 of it would hold up the main process. */
const PAYLOAD = 'UNSIGNED-PAYLOAD';

/** AWS Signature Version 4 in the header, with the day's key made once (docs.aws.amazon.com/AmazonS3 sig-v4-header-based-auth). */
export class RequestSigner {
  readonly #signer: Signer;
  #day = '';
  #key: Buffer = Buffer.alloc(0);

  constructor(signer: Signer) {
    this.#signer = signer;
  }

  /** The headers with the signature and what belongs to it. `at`: ms since 1970. */
  sign(request: Signable, at: number): Record<string, string> {
    const stamp = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
    const day = stamp.slice(0, 8);
    const { accessKeyId, region } = this.#signer;
    const headers: Record<string, string> = {
      ...request.headers,
      'x-amz-content-sha256': PAYLOAD,
      'x-amz-date': stamp,
    };
    const names = Object.keys(headers)
      .filter((name) => !UNSIGNED.has(name))
      .sort();
    const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
    const signed = names.join(';');
    const canonical = `${request.method}\n${request.path}\n${request.query}\n${lines}\n${signed}\n${PAYLOAD}`;
    const scope = `${day}/${region}/s3/aws4_request`;
    const hash = createHash('sha256').update(canonical).digest('hex');
    const signature = createHmac('sha256', this.#keyOf(day))
      .update(`AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash}`)
      .digest('hex');
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
    return headers;
  }

  #keyOf(day: string): Buffer {
    if (day === this.#day) return this.#key;
    const { secretAccessKey, region } = this.#signer;
    const steps = [day, region, 's3', 'aws4_request'];
    this.#key = steps.reduce(
      (key, step) => createHmac('sha256', key).update(step).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
    this.#day = day;
    return this.#key;
  }
}
