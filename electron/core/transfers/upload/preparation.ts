import type { BufferPool } from '../buffer-pool';
import type { ImageConverter } from './image-converter';
import type { UploadRecord } from '../journal/records';
import type { Staging } from './staging';

/** What is done to a file before the first request about it. */
export interface Preparation {
  /** As it stands now, after all marks. */
  record(): UploadRecord;
  readonly converter: ImageConverter;
  readonly staging: Staging;
  readonly buffers: BufferPool;
  /** Outlives a kill of the process once it resolves. */
  mark(patch: Partial<Pick<UploadRecord, 'converted' | 'cleaned' | 'naming'>>): Promise<void>;
}
