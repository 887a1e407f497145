import { assertNever } from '../../../shared/assert';
import type { CorsRule } from './cors';
import { KeyIndex } from './key-index';

/** A file under `objects/`. Several make one object: the parts of a multipart upload stay the files they were. */
export interface Segment {
  readonly file: string;
  readonly size: number;
}

export interface StoredObject {
  readonly key: string;
  readonly segments: readonly Segment[];
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: number;
  /** What reads give back, `x-amz-meta-*` among them; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Part {
  readonly segment: Segment;
  readonly etag: string;
  readonly modified: number;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly name: string;
  readonly created: number;
  cors: readonly CorsRule[];
  readonly objects: KeyIndex<StoredObject>;
}

/** A line of the log. */
export type Change =
  | { readonly op: 'create-bucket'; readonly bucket: string; readonly created: number }
  | { readonly op: 'delete-bucket'; readonly bucket: string }
  | { readonly op: 'cors'; readonly bucket: string; readonly rules: readonly CorsRule[] }
  | { readonly op: 'put'; readonly bucket: string; readonly object: StoredObject }
  | { readonly op: 'delete'; readonly bucket: string; readonly key: string }
  | { readonly op: 'create-upload'; readonly upload: Upload }
  | { readonly op: 'put-part'; readonly id: string; readonly number: number; readonly part: Part }
  | { readonly op: 'lose-part'; readonly id: string; readonly number: number }
  | { readonly op: 'complete-upload'; readonly id: string; readonly object: StoredObject }
  | { readonly op: 'abort-upload'; readonly id: string };

export class State {
  readonly buckets = new Map<string, Bucket>();
  readonly uploads = new Map<string, Upload & { readonly parts: Map<number, Part> }>();

  /**
   * Applies a change and returns the segments it sets free, a list for each object or part. A change of something that is
   * gone by its turn does nothing: running and replaying must agree.
   */
  apply(change: Change): (readonly Segment[])[] {
    switch (change.op) {
      case 'create-bucket':
        this.buckets.set(change.bucket, {
          name: change.bucket,
          created: change.created,
          cors: [],
          objects: new KeyIndex(),
        });
        return [];
      case 'delete-bucket':
        this.buckets.delete(change.bucket);
        return [];
      case 'cors': {
        const bucket = this.buckets.get(change.bucket);
        if (bucket !== undefined) bucket.cors = change.rules;
        return [];
      }
      case 'put':
        return this.#put(change.bucket, change.object);
      case 'delete':
        return segmentsOf(this.buckets.get(change.bucket)?.objects.delete(change.key));
      case 'create-upload':
        this.uploads.set(change.upload.id, { ...change.upload, parts: new Map() });
        return [];
      case 'put-part':
      case 'lose-part':
        return this.#setPart(change.id, change.number, change.op === 'put-part' ? change.part : undefined);
      case 'complete-upload':
        return this.#complete(change.id, change.object);
      case 'abort-upload':
        return this.#complete(change.id, undefined);
      default:
        return assertNever(change);
    }
  }

  /** The changes that lead from nothing to here. */
  *changes(): Generator<Change> {
    for (const { name, created, cors, objects } of this.buckets.values()) {
      yield { op: 'create-bucket', bucket: name, created };
      if (cors.length > 0) yield { op: 'cors', bucket: name, rules: cors };
      for (const object of objects.values()) yield { op: 'put', bucket: name, object };
    }
    for (const { parts, ...upload } of this.uploads.values()) {
      yield { op: 'create-upload', upload };
      for (const [number, part] of parts) yield { op: 'put-part', id: upload.id, number, part };
    }
  }

  #put(bucket: string, object: StoredObject): (readonly Segment[])[] {
    const objects = this.buckets.get(bucket)?.objects;
    return objects === undefined ? [object.segments] : segmentsOf(objects.set(object.key, object));
  }

  #setPart(id: string, number: number, part: Part | undefined): (readonly Segment[])[] {
    const parts = this.uploads.get(id)?.parts;
    if (parts === undefined) return part === undefined ? [] : [[part.segment]];
    const old = parts.get(number);
    if (part === undefined) parts.delete(number);
    else parts.set(number, part);
    return old === undefined ? [] : [[old.segment]];
  }

  #complete(id: string, object: StoredObject | undefined): (readonly Segment[])[] {
    const upload = this.uploads.get(id);
    if (upload === undefined) return [];
    this.uploads.delete(id);
    const kept = new Set(object?.segments.map(({ file }) => file));
    const unused = [...upload.parts.values()].filter(({ segment }) => !kept.has(segment.file));
    return [
      ...unused.map(({ segment }) => [segment]),
      ...(object === undefined ? [] : this.#put(upload.bucket, object)),
    ];
  }
}

function segmentsOf(object: StoredObject | undefined): (readonly Segment[])[] {
  return object === undefined ? [] : [object.segments];
}
