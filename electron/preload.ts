import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CHANNELS, COMMAND_NAMES, type Bridge, type StateEvent } from '../shared/contract';

const names: ReadonlySet<string> = new Set(COMMAND_NAMES);

const bridge: Bridge = {
  invoke(name, input) {
    if (!names.has(name)) return Promise.reject(new Error(`There is no command ${String(name)}.`));
    return ipcRenderer.invoke(CHANNELS.command, name, input);
  },
  subscribe(listener) {
    // The IPC event object stays on this side.
    const forward = (_event: unknown, stateEvent: StateEvent): void => listener(stateEvent);
    ipcRenderer.on(CHANNELS.event, forward);
    return () => ipcRenderer.off(CHANNELS.event, forward);
  },
  pathOfFile(file) {
    return file instanceof File ? webUtils.getPathForFile(file) : '';
  },
};

contextBridge.exposeInMainWorld('flow', bridge);
