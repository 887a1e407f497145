import { utilityProcess, type UtilityProcess } from 'electron';
import { z } from 'zod';
import { failure, FailureError } from '../../shared/failure';

const message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    info: z.object({
      endpoint: z.string(),
      publicBase: z.string(),
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
      bucket: z.string(),
    }),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

export type SandboxInfo = Extract<z.infer<typeof message>, { type: 'ready' }>['info'];

/** The sandbox bucket's server in a process of its own, started on first use and again after it has ended. */
export class SandboxProcess {
  readonly #entry: string;
  readonly #dir: string;
  #running: Promise<SandboxInfo> | null = null;
  #child: UtilityProcess | null = null;

  /** `entry`: the built script; `dir`: where its objects lie. */
  constructor(entry: string, dir: string) {
    this.#entry = entry;
    this.#dir = dir;
  }

  /** Rejects with `sandbox-failed` when the server does not come up. */
  start(): Promise<SandboxInfo> {
    this.#running ??= this.#launch().catch((error: unknown) => {
      this.#running = null;
      throw error;
    });
    return this.#running;
  }

  stop(): void {
    this.#child?.kill();
  }

  #launch(): Promise<SandboxInfo> {
    return new Promise((resolve, reject) => {
      const child = utilityProcess.fork(this.#entry, [], { serviceName: 'Flow Media sandbox bucket' });
      this.#child = child;
      const refuse = (detail: string): void => reject(new FailureError(failure('sandbox-failed', {}, detail)));
      child.once('exit', (code) => {
        this.#running = null;
        this.#child = null;
        refuse(`the server ended with code ${code}`);
      });
      child.on('message', (raw: unknown) => {
        const parsed = message.safeParse(raw);
        if (!parsed.success) refuse('the server answered what is not understood');
        else if (parsed.data.type === 'failed') refuse(parsed.data.message);
        else resolve(parsed.data.info);
      });
      child.postMessage({ type: 'start', options: { dir: this.#dir } });
    });
  }
}
