// electron build/make-icon.mjs: draws build/icon.svg into build/icon.png with the very browser that the app is shown by.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

const SIZE = 1024;

async function draw() {
  const svg = await readFile(path.join(import.meta.dirname, 'icon.svg'), 'utf8');
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('data:text/html,<title>icon</title>');
  const url = await window.webContents.executeJavaScript(`(async () => {
    const image = new Image(${SIZE}, ${SIZE});
    image.src = 'data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}';
    await image.decode();
    const canvas = new OffscreenCanvas(${SIZE}, ${SIZE});
    canvas.getContext('2d').drawImage(image, 0, 0, ${SIZE}, ${SIZE});
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  })()`);
  await writeFile(path.join(import.meta.dirname, 'icon.png'), Buffer.from(url, 'latin1'));
  app.quit();
}

void app.whenReady().then(draw);
