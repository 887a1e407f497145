import type { RunningApp } from './running-app';

interface Held {
  readonly run: () => void;
  readonly timer: NodeJS.Timeout;
}

/** The timers of the main process that last as long as a test would not wait: they end when it says so. */
export class TimersOfMain {
  private constructor(readonly app: RunningApp) {}

  /** From now on, those that are set for exactly so many ms. */
  static async hold(app: RunningApp, ms: number): Promise<TimersOfMain> {
    await app.electron.evaluate((_, held) => {
      const set = globalThis.setTimeout as (run: () => void, after?: number, ...rest: unknown[]) => NodeJS.Timeout;
      const timers: Held[] = [];
      Object.assign(globalThis, {
        heldTimers: timers,
        setTimeout: (run: () => void, after?: number, ...rest: unknown[]) => {
          const timer = set(run, after, ...rest);
          if (after === held) timers.push({ run, timer });
          return timer;
        },
      });
    }, ms);
    return new TimersOfMain(app);
  }

  /** Their time has come, but for those that were called off. */
  async pass(): Promise<void> {
    await this.app.electron.evaluate(() => {
      const { heldTimers } = globalThis as unknown as { heldTimers: Held[] };
      for (const { run, timer } of heldTimers.splice(0)) {
        if (Reflect.get(timer, '_destroyed') === true) continue;
        clearTimeout(timer);
        run();
      }
    });
  }
}
