import type { S3Answer } from '../errors';
import type { Answer } from './exchange';

/** More of a refusal is not read: it is a web page then. */
const MAX_BYTES = 64 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What a server answered in place of what was asked for: `<Error><Code/><Message/></Error>`, or no such document. */
export async function readFault(answer: Answer): Promise<S3Answer> {
  const { body } = answer;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (let chunk = await body.next(); chunk !== null; chunk = await body.next()) {
    bytes += chunk.length;
    pieces.push(Buffer.from(chunk));
    if (bytes > MAX_BYTES) {
      body.abandon();
      break;
    }
  }
  return faultOf(Buffer.concat(pieces).toString('utf8'), answer);
}

/** What an error document says that has been read already. */
export function faultOf(text: string, { status, headers }: Pick<Answer, 'status' | 'headers'>): S3Answer {
  const found = /<Error[\s>]/.test(text);
  return {
    status,
    code: found ? elementOf(text, 'Code') : null,
    message: found ? (elementOf(text, 'Message') ?? '') : '',
    headers,
  };
}

/** The text of the first such element; null when there is none, or nothing in it. */
function elementOf(document: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1]?.trim() ?? '';
  const plain = text.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '');
  return plain === '' ? null : plain;
}
