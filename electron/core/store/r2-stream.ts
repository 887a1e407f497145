import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { thrownFor } from './errors';
import type { StreamBody, StreamOptions } from './object-store';
import { putObject, uploadPart } from './r2-bodies';
import type { R2Client } from './r2-client';
import { abortMultipart, completeMultipart, createMultipart } from './r2-multipart';
import { mustHave } from './replies';

/** Bytes of unknown length, cut into parts by lib-storage; sent by the ways of this store. */
export async function putStream(
  client: R2Client,
  key: string,
  body: StreamBody,
  options: StreamOptions,
  signal: AbortSignal,
): Promise<{ etag: string }> {
  const sender = new Sender(client, key, body, options, signal);
  const upload = new Upload({
    client: sender.client(),
    params: { ...client.objectInput(key, options), Body: sender.body },
    partSize: options.partSize,
    queueSize: options.partsAbreast,
    leavePartsOnError: false,
  });
  const context = client.context(key);
  try {
    const { ETag } = await upload.done();
    return { etag: mustHave(ETag, 'ETag', context) };
  } catch (error) {
    throw thrownFor(sender.firstFailure ?? error, context, signal);
  } finally {
    sender.body.destroy();
  }
}

const NEVER = new AbortController().signal;

/** What lib-storage asks of an S3 client, by the ways of this store: its limits, proxies, checksums and tries. */
class Sender {
  readonly body: Readable;
  /** Why it came to nothing; what follows from that says less. */
  firstFailure: unknown = null;
  readonly #client: R2Client;
  readonly #key: string;
  readonly #options: StreamOptions;
  readonly #ending = new AbortController();
  /** Fires when the try is over, by itself or on request. */
  readonly #signal: AbortSignal;

  constructor(client: R2Client, key: string, body: StreamBody, options: StreamOptions, signal: AbortSignal) {
    this.#client = client;
    this.#key = key;
    this.#options = options;
    this.#signal = AbortSignal.any([signal, this.#ending.signal]);
    // Each part listens to it, which is no leak.
    setMaxListeners(0, this.#signal);
    this.body = Readable.from(body(this.#signal), { objectMode: false });
    this.body.once('error', (error) => this.#fail(error));
    signal.addEventListener('abort', () => this.#fail(signal.reason), { once: true });
    if (signal.aborted) this.#fail(signal.reason);
  }

  /** lib-storage asks a client for its settings, and `send`s it commands without a signal. */
  client(): S3Client {
    const { questions } = this.#client;
    return Object.defineProperty(Object.create(questions) as S3Client, 'send', {
      value: (command: unknown) => this.#send(command),
    });
  }

  async #send(command: unknown): Promise<unknown> {
    if (command instanceof AbortMultipartUploadCommand) return this.#abort(command);
    try {
      this.#signal.throwIfAborted();
      return await this.#make(command);
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** lib-storage itself would read and send on to the end when a part fails, and tell an error of its own. */
  #fail(error: unknown): void {
    if (this.#ending.signal.aborted) return;
    this.firstFailure = error;
    this.#ending.abort(error);
    this.body.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  async #make(command: unknown): Promise<unknown> {
    if (command instanceof CreateMultipartUploadCommand) {
      // Not broken off: what begins without our learning its id has to be looked for.
      const { uploadId } = await createMultipart(this.#client, this.#key, this.#options, NEVER);
      return { UploadId: uploadId };
    }
    if (command instanceof UploadPartCommand) return this.#part(command);
    if (command instanceof PutObjectCommand) return this.#whole(command);
    if (command instanceof CompleteMultipartUploadCommand) return this.#complete(command);
    throw new Error('lib-storage has asked for something new');
  }

  async #part({ input }: UploadPartCommand): Promise<object> {
    const { UploadId: uploadId = '', PartNumber: partNumber = 0 } = input;
    const body = bytesOf(input.Body);
    const contentMd5 = await this.#options.md5Of(body, partNumber);
    const part = { key: this.#key, uploadId, partNumber, body, contentMd5, ...this.#heard() };
    const { etag } = await uploadPart(this.#client, part, this.#signal);
    this.#options.partArrived(partNumber, etag);
    return { ETag: etag };
  }

  /** Less than a part. */
  async #whole({ input }: PutObjectCommand): Promise<object> {
    const body = bytesOf(input.Body);
    const contentMd5 = await this.#options.md5Of(body, 1);
    await this.#options.ending();
    const { contentType, cacheControl, metadata, condition } = this.#options;
    const options = { contentType, cacheControl, metadata, condition, contentMd5, ...this.#heard() };
    const { etag } = await putObject(this.#client, this.#key, body, options, this.#signal);
    this.#options.partArrived(1, etag);
    return { ETag: etag };
  }

  async #complete({ input }: CompleteMultipartUploadCommand): Promise<object> {
    await this.#options.ending();
    const parts = (input.MultipartUpload?.Parts ?? []).map(({ PartNumber = 0, ETag = '' }) => {
      return { partNumber: PartNumber, etag: ETag };
    });
    const { UploadId: uploadId = '' } = input;
    const upload = { key: this.#key, uploadId, parts, condition: this.#options.condition };
    const { etag } = await completeMultipart(this.#client, upload, this.#signal);
    return { ETag: etag };
  }

  async #abort({ input }: AbortMultipartUploadCommand): Promise<object> {
    await abortMultipart(this.#client, this.#key, input.UploadId ?? '', NEVER);
    return {};
  }

  #heard(): Pick<StreamOptions, 'onSent'> {
    const { onSent } = this.#options;
    return onSent === undefined ? {} : { onSent };
  }
}

/** lib-storage makes its parts of what the stream gives: buffers. */
function bytesOf(body: unknown): Uint8Array {
  if (body === undefined) return new Uint8Array();
  if (!(body instanceof Uint8Array)) throw new Error('A part is no bytes');
  return body;
}
