// The least that can be called a window: what the app's start is measured against. It says when it is painted as the app does.
import { app, BrowserWindow } from 'electron';

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 820, show: false });
  window.once('ready-to-show', () => {
    window.show();
    console.log(`flow-media:ready ${Math.round(performance.now())}`);
  });
  void window.loadURL('data:text/html,<!doctype html><title>bare</title><p>Hello');
});
app.on('window-all-closed', () => app.quit());
