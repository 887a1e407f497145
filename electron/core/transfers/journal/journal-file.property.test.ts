import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../../../../tests/support/fuzz/any-value';
import { damaged } from '../../../../tests/support/fuzz/damages';
import { encodeLine, header, JournalReader, readJournal } from './journal-file';
import { linesOf, type JournalLine, type JournalState } from './journal-state';
import { transferRecord, type TransferRecord } from './records';

function download(id: string): TransferRecord {
  return transferRecord.parse({
    id,
    direction: 'download',
    connectionId: 'c',
    bucket: 'b',
    key: `猫/${id}.png`,
    size: 7,
    contentType: 'image/png',
    localPath: `/down/${id}.png`,
    addedAt: 1,
    batchId: 'batch',
    status: { kind: 'failed', code: 'disk-full', params: { name: 'x' }, detail: null },
    folder: '/down',
    etag: 'e',
    partPath: null,
    arrived: [[0, 3]],
  });
}

const RECORDS = ['a', 'b', 'c', 'd', 'e'].map(download);
const LINES: readonly JournalLine[] = [
  { kind: 'begin', batchId: 'batch' },
  ...RECORDS.map((record) => ({ kind: 'put', record }) as const),
  { kind: 'whole', batchId: 'batch' },
  { kind: 'rule', batchId: 'batch', decision: 'skip' },
  { kind: 'drop', ids: ['b'] },
  { kind: 'orphan', orphan: { connectionId: 'c', key: 'k', uploadId: 'u' } },
  { kind: 'orphan-gone', uploadId: 'v' },
  { kind: 'composites', server: 'https://a.test', tell: false },
  { kind: 'pause', paused: true },
];
const TEXT = header() + LINES.map(encodeLine).join('');

/** What a journal says that was cut off between two lines. */
const SAYINGS = LINES.map((_, count) => said(header() + LINES.slice(0, count).map(encodeLine).join('')));
SAYINGS.push(said(TEXT));

function said(text: string): string {
  return inWords(readJournal(text).state);
}

function inWords(state: JournalState): string {
  return JSON.stringify([...linesOf(state)]);
}

/** With a checksum that vouches for it: no disk does that, but another program could. */
function vouched(line: unknown): string {
  const json =
    JSON.stringify(line, (_name, field: unknown) => (typeof field === 'bigint' ? String(field) : field)) ?? 'null';
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

describe('a journal, whatever was done to its file', () => {
  it('gives back records as they were written or not at all, and calls itself whole only up to its torn end', () => {
    fc.assert(
      fc.property(damaged(Buffer.from(TEXT)), (bytes) => {
        const { state, unread } = readJournal(bytes.toString('utf8'));
        for (const record of state.records.values()) expect(RECORDS).toContainEqual(record);
        if (unread === null) expect(SAYINGS).toContain(inWords(state));
      }),
      { numRuns: 1000 },
    );
  });

  it('says the same in pieces, wherever they are cut', () => {
    fc.assert(
      fc.property(damaged(Buffer.from(TEXT)), fc.array(fc.nat(TEXT.length), { maxLength: 8 }), (bytes, cuts) => {
        const text = bytes.toString('utf8');
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const reader = new JournalReader();
        places.slice(1).forEach((place, index) => reader.feed(text.slice(places[index], place)));
        const whole = readJournal(text);
        const read = reader.end();
        expect([read.unread, inWords(read.state)]).toEqual([whole.unread, inWords(whole.state)]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes no line that is not as it should be, and says the same once it is written anew', () => {
    const odd = fc.constantFrom(...LINES).chain(mutated);
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 4 }), (lines) => {
        const { state } = readJournal(TEXT + lines.map(vouched).join(''));
        const again = readJournal(header() + [...linesOf(state)].map(encodeLine).join(''));
        expect(again.unread).toBeNull();
        expect(inWords(again.state)).toBe(inWords(state));
      }),
      { numRuns: 300 },
    );
  });
});
