import type { RunningApp } from './running-app';

/** Everything that the page's heap still holds, as one text: a secret in it is found by searching. */
export async function heapOf(app: RunningApp): Promise<string> {
  const devtools = await app.electron.context().newCDPSession(app.page);
  const chunks: string[] = [];
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  return chunks.join('');
}
