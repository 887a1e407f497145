import { drop } from '../shared/drop';
import { ask, bridge } from './bridge';

/** Without a hand on the page for so long, and without news from main for so long, it is at rest. */
const REST_MS = 10_000;
const QUIET_MS = 5_000;
const SIGNS = ['scroll', 'pointermove', 'pointerdown', 'keydown'] as const;

/**
 * Tells main each time that the page comes to rest: nobody touches it, nothing changes and nothing plays, so that no frame is in the
 * making; and when somebody is back. Returns the way to end that.
 */
export function watchForRest(): () => void {
  let restsAt = 0;
  let timer: number | undefined;
  let isAtRest = false;
  const look = (): void => {
    timer = undefined;
    const left = restsAt - performance.now();
    if (left > 0) timer = window.setTimeout(look, left);
    else if (isPlaying()) timer = window.setTimeout(look, REST_MS);
    else {
      isAtRest = true;
      drop(ask('app.rest', null));
    }
  };
  const notBefore = (ms: number): void => {
    restsAt = Math.max(restsAt, performance.now() + ms);
    timer ??= window.setTimeout(look, ms);
  };
  const touched = (): void => {
    if (isAtRest) drop(ask('app.wake', null));
    isAtRest = false;
    notBefore(REST_MS);
  };
  for (const sign of SIGNS) window.addEventListener(sign, touched, { capture: true, passive: true });
  const unsubscribe = bridge().subscribe(() => notBefore(QUIET_MS));
  touched();
  return () => {
    window.clearTimeout(timer);
    unsubscribe();
    for (const sign of SIGNS) window.removeEventListener(sign, touched, { capture: true });
  };
}

function isPlaying(): boolean {
  return [...document.querySelectorAll<HTMLMediaElement>('video, audio')].some(({ paused }) => !paused);
}
