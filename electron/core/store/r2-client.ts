import { setMaxListeners } from 'node:events';
import { S3Client } from '@aws-sdk/client-s3';
import { addressingOf, isPathStyle, type Addressing } from './addressing';
import { boundAnswers } from './bounded-answers';
import { thrownFor, type ErrorContext } from './errors';
import { decidesAbsent } from './known-servers';
import { encodeMetadata } from './metadata';
import type { ObjectHeaders } from './object-store';
import { answeredOf, type TellAnswer } from './operations';
import { inputOfOthers } from './other-headers';
import type { StoreConfig } from './store-config';
import { ProxiedAgent } from './wire/proxied-agent';
import { Wire } from './wire/wire';

/** Questions are small and asked again up to four times. */
const QUESTION_ATTEMPTS = 5;
/** The two ways to the server under a store, and what every call has in common. */
export class R2Client {
  readonly bucket: string;
  /** For what has no body, or a small one. */
  readonly questions: S3Client;
  /** For objects and parts on their way. */
  readonly wire: Wire;
  readonly addressing: Addressing;
  readonly decidesAbsent: boolean;
  private readonly host: string;

  constructor(config: StoreConfig) {
    this.bucket = config.bucket;
    const { host, hostname } = new URL(config.endpoint);
    this.host = host;
    this.decidesAbsent = decidesAbsent(hostname);
    this.questions = clientOf(config);
    this.addressing = addressingOf(config);
    const { addressing } = this;
    const tell: TellAnswer = (request, status, contentLength) =>
      config.onAnswer?.(answeredOf({ ...request, path: addressing.fromBucket(request.path) }, status, contentLength));
    tellAnswers(this.questions, tell);
    boundAnswers(this.questions, host, config.bucket);
    this.wire = new Wire({ ...config, endpoint: addressing.origin }, tell);
  }

  context(key: string | null, precondition: ErrorContext['precondition'] = 'already-exists'): ErrorContext {
    return { host: this.host, bucket: this.bucket, key, precondition };
  }

  /** Runs a call; what it throws becomes a FailureError or an AbortError, unless it is a bug. */
  async call<T>(
    context: ErrorContext,
    signal: AbortSignal,
    ask: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    // Each request listens to its signal more than once, and many requests may share one: that is no leak.
    setMaxListeners(0, signal);
    try {
      return await ask({ abortSignal: signal });
    } catch (error) {
      throw thrownFor(error, context, signal);
    }
  }

  /** What an object is stored with, in the words of PutObject and CreateMultipartUpload. */
  objectInput(key: string, headers: ObjectHeaders): ObjectInput {
    return {
      Bucket: this.bucket,
      Key: key,
      ContentType: headers.contentType,
      Metadata: encodeMetadata(headers.metadata),
      ...(headers.cacheControl === null ? {} : { CacheControl: headers.cacheControl }),
      ...inputOfOthers(headers.others),
    };
  }

  close(): void {
    this.questions.destroy();
    this.wire.close();
  }
}

/** What the SDK gives its middleware of an HTTP request (`@smithy/types`), as far as it tells an operation. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Next to the handler, inside the SDK's retries: each time that a request goes out counts, whatever becomes of it. */
function tellAnswers(client: S3Client, tell: TellAnswer): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { method, path, query, headers } = args.request as SdkRequest;
      const { statusCode, headers: answered } = result.response as SdkResponse;
      const request = {
        method,
        path,
        parameters: new Set(Object.keys(query)),
        copies: headers['x-amz-copy-source'] !== undefined,
      };
      tell(request, statusCode, answered['content-length']);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'tellAnswers' },
  );
}

interface ObjectInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType: string;
  readonly Metadata: Record<string, string>;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
}

function clientOf(config: StoreConfig): S3Client {
  // The SDK announces on the console that releases of 2027 will want Node 22; the version is pinned.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const agent = { keepAlive: true, maxSockets: 50 };
  const { proxyFor } = config;
  const httpsAgent = proxyFor === undefined ? agent : new ProxiedAgent(agent, proxyFor);
  return new S3Client({
    region: config.region,
    endpoint: config.endpoint,
    // R2: one TLS name per account; a bucket label would need a wildcard of its own.
    forcePathStyle: isPathStyle(config),
    // R2 refuses a CRC next to Content-MD5, and a presigned link with a CRC in it serves nobody.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // R2 answers no 100; the client would wait six seconds for it on each body of 2 MiB or more.
    expectContinueHeader: false,
    maxAttempts: QUESTION_ATTEMPTS,
    // From here on: nothing out of the environment or the AWS files of this machine.
    retryMode: 'standard',
    defaultsMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    useArnRegion: false,
    disableS3ExpressSessionAuth: true,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000, httpAgent: agent, httpsAgent },
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
  });
}
