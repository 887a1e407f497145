import { contextBridge, ipcRenderer } from 'electron';
import { DECODER_CHANNELS, type DecoderPort, type DecoderTask } from './messages';

const port: DecoderPort = {
  next: () => ipcRenderer.invoke(DECODER_CHANNELS.next) as Promise<DecoderTask>,
  answer: async (answer) => {
    await ipcRenderer.invoke(DECODER_CHANNELS.answer, answer);
  },
};

contextBridge.exposeInMainWorld('decoderPort', port);
