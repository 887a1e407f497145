import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../shared/transfer';
import { Pace } from './pace.test-support';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
const SIZE = 24 * MIB;
let world: World;
let folder: string;
let content: Buffer;

/** Lets so many bytes through, and no more. */
class Stalling extends Pace {
  readonly #bytes: number;

  constructor(bytes: number) {
    super(Infinity);
    this.#bytes = bytes;
  }

  override stream(): Transform {
    let passed = 0;
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        passed += chunk.length;
        if (passed <= this.#bytes) done(null, chunk);
      },
    });
  }
}

beforeEach(async () => {
  world = await openWorld();
  folder = join(world.dir, 'down');
  await mkdir(folder);
  content = randomBytes(SIZE);
  const { id } = await world.upload('film.mp4', content);
  await world.until(id, 'done');
});

afterEach(async () => {
  await world.close();
});

/** The film was sent in parts: its ETag proves what is right, and refutes nothing. */
async function download(): Promise<TransferItem> {
  const { etag, size } = await world.store.head('film.mp4', NEVER);
  expect(etag).toMatch(/-\d$/);
  const object = { key: 'film.mp4', size, etag, modified: null, relativePath: 'film.mp4' };
  await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [object] });
  const [item] = world.transfers.rows(0, 1).rows;
  if (item === undefined) throw new Error('Nothing was added');
  return item;
}

async function zeros(start: number, length: number): Promise<void> {
  const handle = await open(join(folder, 'film.mp4.part'), 'r+');
  await handle.write(Buffer.alloc(length), 0, length, start);
  await handle.close();
}

const down = (): number => world.proxy.seen.reduce((sum, seen) => sum + seen.bytesDown, 0);

describe('a download in one stream of what no ETag refutes', () => {
  it('does not take zeros that a power cut has left for what had arrived', async () => {
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' ? { kind: 'slow', ms: 0, pace: new Stalling(8 * MIB) } : null;
    const { id } = await download();
    await vi.waitFor(() => {
      const state = world.transfers.item(id)?.state;
      expect(state?.kind === 'moving' ? state.movedBytes : 0).toBeGreaterThan(7 * MIB);
    }, 10_000);
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? { kind: 'hold', until } : null);
    const asked = world.count('GetObject');
    await world.kill();
    await vi.waitFor(() => expect(world.count('GetObject')).toBeGreaterThan(asked), 10_000);
    await zeros(4 * MIB, 3 * MIB);
    release();
    const { localPath } = await world.until(id, 'done');
    expect((await readFile(localPath)).equals(content)).toBe(true);
  });

  it('goes on after a break with what is on the disk by then', async () => {
    let breaks = 2;
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' && breaks-- > 0 ? { kind: 'cut', bytes: 6 * MIB } : null;
    const before = down();
    const { localPath, state } = await world.until((await download()).id, 'done');
    expect(state).toMatchObject({ verified: 'md5' });
    expect((await readFile(localPath)).equals(content)).toBe(true);
    expect(down() - before).toBeLessThan(SIZE + 2 * MIB);
  });
});
