import { useEffect, useState } from 'react';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { UploadChoices, UploadPreview } from '../../shared/upload-preview';
import { ask } from '../bridge';
import type { UploadBatch } from '../ui/upload-batch';

/** How long typing must rest before the files are looked through again. */
const REST_MS = 200;

export interface PreviewState {
  /** The last one that was read; it stays on show while the next is. */
  readonly shown: UploadPreview | null;
  readonly failure: Failure | null;
  readonly reading: boolean;
}

/** What a batch comes to by the choices as they stand. */
export function usePreview(batch: UploadBatch, choices: UploadChoices): PreviewState {
  const [state, setState] = useState<PreviewState>({ shown: null, failure: null, reading: true });
  const { connectionId, prefix, paths } = batch;
  useEffect(() => {
    let outdated = false;
    const read = async (): Promise<void> => {
      const result = await ask('transfers.preview', { connectionId, prefix, paths, choices });
      if (outdated) return;
      if (result.ok) setState({ shown: result.value, failure: null, reading: false });
      else setState({ shown: null, failure: result.failure, reading: false });
    };
    setState((before) => ({ ...before, reading: true }));
    const timer = setTimeout(() => drop(read()), REST_MS);
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [connectionId, prefix, paths, choices]);
  return state;
}
