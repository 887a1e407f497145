import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react';
import type { AssetRow } from '../../../shared/library';
import { BrokenStage } from './BrokenStage';
import { useTries } from './use-tries';

/** Who has played so far past the place where it broke off has got over that, seconds: a broken file does not come so far. */
const PAST_S = 1;

/** For what plays: begins where the try before broke off. */
export interface Playback {
  readonly onLoadedMetadata: (event: SyntheticEvent<HTMLMediaElement>) => void;
  readonly onTimeUpdate: (event: SyntheticEvent<HTMLMediaElement>) => void;
}

interface TriedProps {
  readonly row: AssetRow;
  /** Draws the file, anew for each try; `fail` is for when it cannot be had or shown. */
  readonly draw: (fail: () => void, playback: Playback) => ReactNode;
}

/** A file that the page itself fetches: shown, or tried again. */
export function Tried({ row, draw }: TriedProps) {
  const trying = useTries();
  const [failed, setFailed] = useState<number | null>(null);
  /** Seconds. */
  const place = useRef({ played: 0, broke: 0 });
  if (failed === trying.number) return <BrokenStage row={row} trying={trying} />;
  const fail = (): void => {
    place.current.broke = place.current.played;
    setFailed(trying.number);
  };
  return draw(fail, {
    onLoadedMetadata({ currentTarget }) {
      const { played } = place.current;
      if (played > 0) currentTarget.currentTime = played;
    },
    onTimeUpdate({ currentTarget: { currentTime } }) {
      place.current.played = currentTime;
      if (trying.last && currentTime > place.current.broke + PAST_S) trying.cameFurther();
    },
  });
}
