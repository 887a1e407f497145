import path from 'node:path';
import { PlainApp } from '../plain-app';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The built app, with its page there. */
export async function startApp(userDataDir: string): Promise<PlainApp> {
  const app = await PlainApp.start(ROOT, userDataDir, 'app://flow/');
  await app.shows('#root > *');
  return app;
}
