import type { WebContents } from 'electron';

/**
 * Gives back what Chromium keeps for a page's speed alone: 360 MB of decoded pictures after a scroll over a thousand tiles, which it
 * would hold until the whole system runs short of memory. Electron has no call for that: `webFrame.clearCache` reaches the page's
 * process, which lets go of the pictures, and not the one that owns their memory. DevTools' word for a shortage reaches both
 * (chromedevtools.github.io/devtools-protocol, Memory.simulatePressureNotification).
 */
export async function giveMemoryBack(contents: WebContents): Promise<void> {
  const tools = contents.debugger;
  // Whoever looks into the page wants it as it is.
  if (contents.isDevToolsOpened() || tools.isAttached()) return;
  tools.attach();
  try {
    await tools.sendCommand('Memory.simulatePressureNotification', { level: 'critical' });
  } catch (error) {
    // With the page, its memory is given back, too.
    if (!contents.isDestroyed()) throw error;
  } finally {
    if (!contents.isDestroyed()) tools.detach();
  }
}
