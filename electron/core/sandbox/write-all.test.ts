import { expect, test } from 'vitest';
import { writeAll } from './write-all';

/** A file on a disk that takes three bytes at a time, and `room` in all. */
function tightFile(room: number) {
  const stored: number[] = [];
  return {
    stored,
    write: (data: Buffer, offset: number, length: number, position: number | null) => {
      const taken = Math.min(3, length, room - stored.length);
      if (taken === 0) return Promise.reject(new Error('ENOSPC'));
      const start = position ?? stored.length;
      for (let index = 0; index < taken; index++) stored[start + index] = data[offset + index] ?? 0;
      return Promise.resolve({ bytesWritten: taken, buffer: data });
    },
  };
}

test.each([null, 0])('writes all, however little the disk takes at once (position %s)', async (position) => {
  const file = tightFile(100);
  await writeAll(file, Buffer.from('0123456789'), position);
  expect(Buffer.from(file.stored).toString()).toBe('0123456789');
});

test('fails when the disk takes only a part', async () => {
  await expect(writeAll(tightFile(7), Buffer.from('0123456789'), 0)).rejects.toThrow('ENOSPC');
});
