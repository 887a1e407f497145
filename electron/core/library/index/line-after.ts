import { drop } from '../../../../shared/drop';
import type { IndexLine } from './index-messages';

/** A line to an index that is begun once something else is over, however that went; what is sent until then waits. */
export function lineAfter(other: Promise<void>, start: () => IndexLine): IndexLine {
  const line = Promise.allSettled([other]).then(start);
  const onceThere = (use: (there: IndexLine) => void): void => drop(line.then(use));
  return {
    post: (message) => onceThere((there) => there.post(message)),
    onMessage: (listener) => onceThere((there) => there.onMessage(listener)),
    onEnd: (listener) => onceThere((there) => there.onEnd(listener)),
  };
}
