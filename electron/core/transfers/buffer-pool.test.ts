import { describe, expect, it } from 'vitest';
import { BufferPool } from './buffer-pool';

const NEVER = new AbortController().signal;

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('BufferPool', () => {
  it('hands out no more than its budget, in the order of asking', async () => {
    const pool = new BufferPool(100);
    const first = await pool.take(60, NEVER);
    const second = pool.take(50, NEVER);
    const third = pool.take(10, NEVER);
    expect(await isSettled(second)).toBe(false);
    expect(await isSettled(third)).toBe(false);
    first.giveBack(true);
    expect((await second).bytes.length).toBe(50);
    expect((await third).bytes.length).toBe(10);
  });

  it('gives what is larger than the budget alone', async () => {
    const pool = new BufferPool(100);
    const small = await pool.take(1, NEVER);
    const large = pool.take(500, NEVER);
    expect(await isSettled(large)).toBe(false);
    small.giveBack(true);
    const lease = await large;
    const after = pool.take(1, NEVER);
    expect(await isSettled(after)).toBe(false);
    lease.giveBack(true);
    await after;
  });

  it('uses a buffer again, unless something may still read from it', async () => {
    const pool = new BufferPool(100);
    const keeper = await pool.take(1, NEVER);
    const first = await pool.take(40, NEVER);
    first.giveBack(true);
    const second = await pool.take(40, NEVER);
    expect(second.bytes).toBe(first.bytes);
    second.giveBack(false);
    expect((await pool.take(40, NEVER)).bytes).not.toBe(second.bytes);
    keeper.giveBack(true);
  });

  it('lets who waits go when it is cancelled, and who is behind it pass', async () => {
    const pool = new BufferPool(100);
    await pool.take(60, NEVER);
    const abort = new AbortController();
    const cancelled = pool.take(60, abort.signal);
    const behind = pool.take(40, NEVER);
    abort.abort();
    await expect(cancelled).rejects.toThrow();
    expect((await behind).bytes.length).toBe(40);
  });
});
