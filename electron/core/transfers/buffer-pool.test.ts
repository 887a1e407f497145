import { describe, expect, it } from 'vitest';
import { BufferPool } from './buffer-pool';

const NEVER = new AbortController().signal;
const MIB = 1024 * 1024;

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('BufferPool', () => {
  it('hands out no more than its budget, in the order of asking', async () => {
    const pool = new BufferPool(100 * MIB);
    const first = await pool.take(60 * MIB, NEVER);
    const second = pool.take(50 * MIB, NEVER);
    const third = pool.take(10 * MIB, NEVER);
    expect(await isSettled(second)).toBe(false);
    expect(await isSettled(third)).toBe(false);
    first.giveBack(true);
    expect((await second).bytes.length).toBe(50 * MIB);
    expect((await third).bytes.length).toBe(10 * MIB);
  });

  it('gives what is larger than the budget alone', async () => {
    const pool = new BufferPool(100 * MIB);
    const small = await pool.take(1 * MIB, NEVER);
    const large = pool.take(500 * MIB, NEVER);
    expect(await isSettled(large)).toBe(false);
    small.giveBack(true);
    const lease = await large;
    const after = pool.take(1 * MIB, NEVER);
    expect(await isSettled(after)).toBe(false);
    lease.giveBack(true);
    await after;
  });

  it('uses a buffer again, unless something may still read from it', async () => {
    const pool = new BufferPool(100 * MIB);
    const keeper = await pool.take(1 * MIB, NEVER);
    const first = await pool.take(40 * MIB, NEVER);
    first.giveBack(true);
    const second = await pool.take(40 * MIB, NEVER);
    expect(second.bytes.buffer).toBe(first.bytes.buffer);
    second.giveBack(false);
    expect((await pool.take(40 * MIB, NEVER)).bytes.buffer).not.toBe(second.bytes.buffer);
    keeper.giveBack(true);
  });

  it('uses the buffer of a small file again for another of about its size, as long as that', async () => {
    const pool = new BufferPool(100 * MIB);
    const keeper = await pool.take(1 * MIB, NEVER);
    const first = await pool.take(100_000, NEVER);
    first.giveBack(true);
    const second = await pool.take(130_000, NEVER);
    expect(second.bytes.length).toBe(130_000);
    expect(second.bytes.buffer).toBe(first.bytes.buffer);
    keeper.giveBack(true);
  });

  it('lets who waits go when it is cancelled, and who is behind it pass', async () => {
    const pool = new BufferPool(100 * MIB);
    await pool.take(60 * MIB, NEVER);
    const abort = new AbortController();
    const cancelled = pool.take(60 * MIB, abort.signal);
    const behind = pool.take(40 * MIB, NEVER);
    abort.abort();
    await expect(cancelled).rejects.toThrow();
    expect((await behind).bytes.length).toBe(40 * MIB);
  });
});
