import { build } from 'vite';
import { targets } from './targets.ts';

/** The sandbox bucket alone, in a second: it needs neither the app nor Electron. */
export async function run(): Promise<number> {
  await build(targets('production').sandbox);
  return 0;
}
