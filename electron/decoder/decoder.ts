import { assertNever } from '../../shared/assert';
import { convertImage } from './convert';
import { decodeImage } from './image';
import type { DecodedPicture } from './decoded-picture';
import { fitInto } from './fit';
import { MAX_LENGTH, type DecoderAnswer, type DecoderPort, type DecoderTask, type ThumbnailTask } from './messages';
import { DecodeError } from './problem';
import { decodeVideo } from './video';

declare global {
  interface Window {
    readonly decoderPort: DecoderPort;
  }
}

/** Tasks that run beside each other: one reads, two decode, one is packed. */
const AT_ONCE = 4;

async function answerTo(task: DecoderTask): Promise<DecoderAnswer> {
  const { taskId } = task;
  try {
    if (task.kind === 'convert') return { kind: 'converted', taskId, picture: await convertImage(task) };
    if (task.kind === 'film') return { kind: 'filmed', taskId, webm: await (await import('./film')).filmOf(task) };
    if (task.kind === 'page-text')
      return { kind: 'text', taskId, text: await (await import('./pdf')).readPdfText(task) };
    const picture = await pictureOf(task);
    // A drawing or a page may say that it is of any size.
    return { kind: 'made', taskId, ...picture, ...fitInto(picture, MAX_LENGTH) };
  } catch (error) {
    return { kind: 'failed', taskId, problem: error instanceof DecodeError ? error.problem : 'unexpected' };
  }
}

async function pictureOf(task: ThumbnailTask): Promise<DecodedPicture> {
  switch (task.kind) {
    case 'image':
      return decodeImage(task);
    case 'video':
      return decodeVideo(task);
    case 'audio':
      return (await import('./audio')).decodeAudio(task);
    case 'pdf':
      return (await import('./pdf')).decodePdf(task);
    case 'tiff':
      return (await import('./tiff')).decodeTiff(task);
    default:
      return assertNever(task.kind);
  }
}

async function work(port: DecoderPort): Promise<never> {
  for (;;) await port.answer(await answerTo(await port.next()));
}

for (let i = 0; i < AT_ONCE; i += 1) void work(window.decoderPort);
