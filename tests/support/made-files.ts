import { deflateSync } from 'node:zlib';

/** A PDF that opens with a password only: what tells of an empty one is not of this file. */
export function lockedPdf(): Buffer {
  const mark = `<${'5a'.repeat(32)}>`;
  const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${mark} /U ${mark} /P -4 >> /ID [<00> <00>]`;
  return Buffer.from(pdf(1).toString('latin1').replace('/Root', `${lock} /Root`), 'latin1');
}

/** A PDF of so many pages, A4, each with its number in large type. */
export function pdf(pages: number): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, n) => `${4 + 2 * n} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 1; page <= pages; page += 1) {
    const drawing = `0.95 0.42 0.13 rg 60 90 475 180 re f 0 g BT /F1 72 Tf 60 600 Td (Page ${page}) Tj ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${objects.length + 2} 0 R >>`,
      `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    );
  }
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + end, 'latin1');
}

/** An uncompressed TIFF in colour, red to the left and blue to the right, with an orientation (TIFF 6.0, page 36). */
export function tiff(width: number, height: number, orientation = 1): Buffer {
  const entries: readonly (readonly [tag: number, type: 3 | 4, value: number])[] = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 2],
    [273, 4, 8],
    [274, 3, orientation],
    [277, 3, 3],
    [278, 4, height],
    [279, 4, width * height * 3],
  ];
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) pixels[at * 3 + (at % width < width / 2 ? 0 : 2)] = 255;
  const directory = Buffer.alloc(2 + entries.length * 12 + 4);
  directory.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(1, at + 4);
    if (type === 3) directory.writeUInt16LE(value, at + 8);
    else directory.writeUInt32LE(value, at + 8);
  }
  const head = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(8 + pixels.length, 4);
  return Buffer.concat([head, pixels, directory]);
}

/** A TIFF of 26 bytes whose directory, without a picture, is followed by itself. */
export function tiffCircle(): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.set([0x49, 0x49, 42, 0, 8]);
  for (const [at, value] of [
    [8, 1],
    [10, 254],
    [12, 4],
    [14, 1],
    [22, 8],
  ] as const)
    bytes.writeUInt16LE(value, at);
  return bytes;
}

/** A sound of a rising and falling tone, 16 bits, 8 kHz. */
export function wav(seconds: number): Buffer {
  const count = seconds * 8000;
  const data = Buffer.alloc(44 + count * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + count * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(8000, 24);
  data.writeUInt32LE(16_000, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(count * 2, 40);
  for (let n = 0; n < count; n += 1) {
    const loud = 0.5 + 0.5 * Math.sin((n / count) * 14) * Math.cos((n / count) * 5);
    data.writeInt16LE(Math.round(Math.sin(n / 4) * loud * 30_000), 44 + n * 2);
  }
  return data;
}

/** A silent MP3 with a cover in its ID3 tag. */
export function mp3(cover: Uint8Array): Buffer {
  const picture = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), cover]);
  const frame = Buffer.concat([Buffer.from('APIC'), uint32(picture.length), Buffer.alloc(2), picture]);
  const size = Buffer.from([21, 14, 7, 0].map((shift) => (frame.length >> shift) & 0x7f));
  const tag = Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), size, frame]);
  // MPEG 1, layer 3, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
  const silence = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]);
  return Buffer.concat([tag, ...Array.from({ length: 40 }, () => silence)]);
}

/** A PNG of a few bytes that claims to be as large as this. */
export function pngBomb(side: number): Buffer {
  const header = Buffer.concat([uint32(side), uint32(side), Buffer.from([8, 2, 0, 0, 0])]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

export function pngChunk(name: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name), body]);
  return Buffer.concat([uint32(body.length), named, uint32(crc32(named))]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
