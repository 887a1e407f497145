import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { publicUrl } from '../../shared/links';
import { contentTypeOfName } from '../../shared/media';
import type { SandboxAddress } from './sandbox';

export interface BucketHead {
  readonly size: number;
  readonly type: string;
  readonly etag: string;
  /** '' where it is not set. */
  readonly cacheControl: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is truly in a bucket, seen past the app. */
export class Bucket {
  readonly #client: S3Client;

  constructor(readonly address: SandboxAddress) {
    const { endpoint, accessKeyId, secretAccessKey } = address;
    this.#client = new S3Client({
      region: 'auto',
      endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  }

  async put(
    key: string,
    bytes: Uint8Array,
    contentType = contentTypeOfName(key),
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { bucket } = this.address;
    const object = { Bucket: bucket, Key: key, Body: bytes, ContentType: contentType, Metadata: { ...metadata } };
    await this.#client.send(new PutObjectCommand(object));
  }

  /** A file that may be large, in parts as the app itself would send it. */
  async putFile(key: string, file: string): Promise<void> {
    const params = { Bucket: this.address.bucket, Key: key, Body: createReadStream(file) };
    await new Upload({ client: this.#client, params, partSize: 16 * 1024 * 1024 }).done();
  }

  async delete(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.address.bucket, Key: key }));
  }

  async keys(): Promise<readonly string[]> {
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.address.bucket },
    )) {
      keys.push(...Contents.map(({ Key = '' }) => Key));
    }
    return keys;
  }

  async bytes(key: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.address.bucket, Key: key }));
    if (Body === undefined) throw new Error(`${key} came without a body`);
    return Body.transformToByteArray();
  }

  /** The SHA-256 of an object that may be large. */
  async sha256(key: string): Promise<string> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.address.bucket, Key: key }));
    const hash = createHash('sha256');
    for await (const chunk of (Body ?? []) as AsyncIterable<Uint8Array>) hash.update(chunk);
    return hash.digest('hex');
  }

  async head(key: string): Promise<BucketHead> {
    const head = await this.#client.send(new HeadObjectCommand({ Bucket: this.address.bucket, Key: key }));
    return {
      size: head.ContentLength ?? -1,
      type: head.ContentType ?? '',
      etag: head.ETag ?? '',
      cacheControl: head.CacheControl ?? '',
      metadata: head.Metadata ?? {},
    };
  }

  /** Begins a multipart upload and leaves it, as another program would that has died. */
  async beginUpload(key: string): Promise<void> {
    await this.#client.send(new CreateMultipartUploadCommand({ Bucket: this.address.bucket, Key: key }));
  }

  /** Multipart uploads that were begun and neither finished nor removed. */
  async halfWritten(): Promise<readonly string[]> {
    const command = new ListMultipartUploadsCommand({ Bucket: this.address.bucket });
    const { Uploads = [] } = await this.#client.send(command);
    return Uploads.map(({ Key = '' }) => Key);
  }

  /** It must be empty. */
  async removeBucket(): Promise<void> {
    await this.#client.send(new DeleteBucketCommand({ Bucket: this.address.bucket }));
  }

  /** Makes it again. */
  async makeBucket(): Promise<void> {
    await this.#client.send(new CreateBucketCommand({ Bucket: this.address.bucket }));
  }

  /** The websites that the bucket's CORS policy lets in. */
  async corsOrigins(): Promise<readonly string[]> {
    try {
      const { CORSRules = [] } = await this.#client.send(new GetBucketCorsCommand({ Bucket: this.address.bucket }));
      return CORSRules.flatMap(({ AllowedOrigins = [] }) => AllowedOrigins);
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchCORSConfiguration') return [];
      throw error;
    }
  }

  publicUrl(key: string): string {
    return publicUrl(this.address.publicBase, key);
  }

  close(): void {
    this.#client.destroy();
  }
}
