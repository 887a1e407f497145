import { type Editable, partOf, says, Uncleanable } from './editable';
import { cleanXmp } from './xmp';

/** Cleans the XMP of a GIF (GIF89a; XMP part 3, 1.1.2): the only place where one is kept. */
export async function cleanGif(file: Editable): Promise<void> {
  let at = 13 + tableBytes((await file.read(10, 1))[0]);
  while (at < file.size) {
    const kind = (await file.read(at, 1))[0];
    if (kind === 0x3b) return;
    if (kind === 0x2c) {
      at = await behindBlocks(file, at + 11 + tableBytes((await file.read(at + 9, 1))[0]));
    } else if (kind === 0x21) {
      const isXmp = await says(file, at + 1, '\xff\x0bXMP DataXMP');
      const end = await behindBlocks(file, at + 2);
      // Its letters are taken for lengths of blocks; the 258 bytes that follow them make up for any of these.
      if (isXmp) await cleanXmp(partOf(file, at + 14, Math.max(0, end - 258 - at - 14)));
      at = end;
    } else throw new Uncleanable('broken');
  }
}

function tableBytes(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

async function behindBlocks(file: Editable, from: number): Promise<number> {
  for (let at = from; ;) {
    const length = (await file.read(at, 1))[0] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
}
