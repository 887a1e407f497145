import { utilityProcess, type UtilityProcess } from 'electron';
import { z } from 'zod';
import { failure, FailureError } from '../../shared/failure';

/** What the server says of itself in its first line (`electron/core/sandbox/cli.ts`). */
const info = z.object({
  endpoint: z.string(),
  publicBase: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  bucket: z.string(),
});

export type SandboxInfo = z.infer<typeof info>;

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
      const serviceName = 'Flow Media sandbox bucket';
      const child = utilityProcess.fork(this.#entry, ['--dir', this.#dir], { serviceName, stdio: 'pipe' });
      this.#child = child;
      const refuse = (detail: string): void => reject(new FailureError(failure('sandbox-failed', {}, detail)));
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (!said.endsWith('\n')) return;
        const parsed = info.safeParse(parsedJson(said));
        if (parsed.success) resolve(parsed.data);
        else refuse('the server answered what is not understood');
      });
      let complaint = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        // Before it serves, why it does not; afterwards for the terminal.
        complaint = chunk.toString();
        process.stderr.write(complaint);
      });
      child.once('exit', (code) => {
        this.#running = null;
        this.#child = null;
        refuse(complaint.trim() || `the server ended with code ${code}`);
      });
    });
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
