import { decodeImage } from './image';
import type { DecodedPicture } from './decoded-picture';
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
    const decoding: Promise<DecodedPicture> = task.kind === 'image' ? decodeImage(task) : decodeVideo(task);
    return { kind: 'made', taskId, ...(await decoding) };
  } catch (error) {
    return { kind: 'failed', taskId, problem: error instanceof DecodeError ? error.problem : 'not-decodable' };
  }
}

async function work(port: DecoderPort): Promise<never> {
  for (;;) await port.answer(await answerTo(await port.next()));
}

for (let i = 0; i < AT_ONCE; i += 1) void work(window.decoderPort);
