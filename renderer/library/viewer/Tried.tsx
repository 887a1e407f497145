import { type ReactNode, useState } from 'react';
import type { AssetRow } from '../../../shared/library';
import { BrokenStage } from './BrokenStage';
import { useTries } from './use-tries';

interface TriedProps {
  readonly row: AssetRow;
  /** Draws the file, anew for each try; `fail` is for when it cannot be had or shown. */
  readonly draw: (fail: () => void) => ReactNode;
}

/** A file that the page itself fetches: shown, or tried again. */
export function Tried({ row, draw }: TriedProps) {
  const trying = useTries();
  const [failed, setFailed] = useState<number | null>(null);
  if (failed === trying.number) return <BrokenStage row={row} trying={trying} />;
  return draw(() => setFailed(trying.number));
}
