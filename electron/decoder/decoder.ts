import { assertNever } from '../../shared/assert';
import { convertImage } from './convert';
import { decodeImage } from './image';
import type { DecoderAnswer, DecoderPort, DecoderTask } from './messages';
import { DecodeError } from './problem';
import { decodeVideo } from './video';

declare global {
  interface Window {
    readonly decoderPort: DecoderPort;
  }
}

/** Tasks that run beside each other: one reads while the other decodes. */
const AT_ONCE = 2;

async function answerTo(task: DecoderTask): Promise<DecoderAnswer> {
  const { taskId } = task;
  try {
    switch (task.kind) {
      case 'image':
        return { kind: 'made', taskId, ...(await decodeImage({ ...task, kind: 'image' })) };
      case 'video':
        return { kind: 'made', taskId, ...(await decodeVideo({ ...task, kind: 'video' })) };
      case 'audio':
        return { kind: 'made', taskId, ...(await (await import('./audio')).decodeAudio({ ...task, kind: 'audio' })) };
      case 'pdf':
        return { kind: 'made', taskId, ...(await (await import('./pdf')).decodePdf({ ...task, kind: 'pdf' })) };
      case 'tiff':
        return { kind: 'made', taskId, ...(await (await import('./tiff')).decodeTiff({ ...task, kind: 'tiff' })) };
      case 'convert':
        return { kind: 'converted', taskId, picture: await convertImage(task) };
      default:
        return assertNever(task);
    }
  } catch (error) {
    return { kind: 'failed', taskId, problem: error instanceof DecodeError ? error.problem : 'not-decodable' };
  }
}

async function work(port: DecoderPort): Promise<never> {
  for (;;) await port.answer(await answerTo(await port.next()));
}

for (let i = 0; i < AT_ONCE; i += 1) void work(window.decoderPort);
