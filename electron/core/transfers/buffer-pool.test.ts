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

  it('lets nobody who takes a buffer wait for a reservation that has no room', async () => {
    const pool = new BufferPool(256 * MIB);
    const release = await pool.reserve(96 * MIB, NEVER);
    await pool.reserve(96 * MIB, NEVER);
    const third = pool.reserve(96 * MIB, NEVER);
    const buffers = await Promise.all([pool.take(32 * MIB, NEVER), pool.take(32 * MIB, NEVER)]);
    const more = pool.take(1 * MIB, NEVER);
    expect(await isSettled(more)).toBe(false);
    for (const { giveBack } of buffers) giveBack(true);
    expect((await more).bytes.length).toBe(1 * MIB);
    expect(await isSettled(third)).toBe(false);
    release();
    await third;
  });

  it('grants a reservation though buffers are taken all the time', async () => {
    const pool = new BufferPool(256 * MIB);
    const first = await pool.take(128 * MIB, NEVER);
    const second = await pool.take(128 * MIB, NEVER);
    const reserved = pool.reserve(96 * MIB, NEVER);
    const third = pool.take(128 * MIB, NEVER);
    first.giveBack(true);
    (await reserved)();
    second.giveBack(true);
    expect((await third).bytes.length).toBe(128 * MIB);
  });

  it('grants a reservation of everything alone, and buffers are taken beside it', async () => {
    const pool = new BufferPool(256 * MIB);
    const small = await pool.reserve(1 * MIB, NEVER);
    const whole = pool.reserve(256 * MIB, NEVER);
    expect(await isSettled(whole)).toBe(false);
    small();
    const release = await whole;
    const after = pool.reserve(1 * MIB, NEVER);
    expect(await isSettled(after)).toBe(false);
    (await pool.take(64 * MIB, NEVER)).giveBack(true);
    release();
    await after;
  });

  it('hands out a buffer that is larger than what reservations leave, alone', async () => {
    const pool = new BufferPool(256 * MIB);
    await pool.reserve(96 * MIB, NEVER);
    await pool.reserve(96 * MIB, NEVER);
    const small = await pool.take(1 * MIB, NEVER);
    const large = pool.take(100 * MIB, NEVER);
    const behind = pool.take(1 * MIB, NEVER);
    expect(await isSettled(large)).toBe(false);
    small.giveBack(true);
    const lease = await large;
    expect(await isSettled(behind)).toBe(false);
    lease.giveBack(true);
    await behind;
  });

  it('lets a reservation that waits go when it is cancelled, and buffers have its room', async () => {
    const pool = new BufferPool(256 * MIB);
    await pool.take(200 * MIB, NEVER);
    const abort = new AbortController();
    const cancelled = pool.reserve(96 * MIB, abort.signal);
    const behind = pool.take(40 * MIB, NEVER);
    expect(await isSettled(behind)).toBe(false);
    abort.abort();
    await expect(cancelled).rejects.toThrow();
    expect((await behind).bytes.length).toBe(40 * MIB);
  });
});
