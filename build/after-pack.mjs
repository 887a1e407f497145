import { rm } from 'node:fs/promises';
import path from 'node:path';

/** Electron's own default app, which the packaged one never needs. */
export default async function afterPack({ appOutDir, packager }) {
  await rm(path.join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}
