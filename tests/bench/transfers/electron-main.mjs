// An Electron main process without a window, in which the bundle named by FLOW_MEDIA_BENCH_MOVER runs once the app is ready.
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

void app.whenReady().then(() => import(pathToFileURL(process.env.FLOW_MEDIA_BENCH_MOVER).href));
