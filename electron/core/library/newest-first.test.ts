import { describe, expect, it } from 'vitest';
import { NewestFirst } from './newest-first';

/** Work that ends when told, and a record of what began. */
function workshop() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    began.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  return { began, work, end: (name: string) => ends.get(name)?.() };
}

describe('newest first', () => {
  it('runs a few at a time, and then what was asked for last', async () => {
    const { began, work, end } = workshop();
    const queue = new NewestFirst(2, 10);
    const runs = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.run(name, work(name)));
    await expect.poll(() => began).toEqual(['a', 'b']);
    queue.hurry('c');
    end('a');
    await expect.poll(() => began).toEqual(['a', 'b', 'c']);
    end('b');
    await expect.poll(() => began).toEqual(['a', 'b', 'c', 'e']);
    for (const name of ['c', 'e']) end(name);
    await expect.poll(() => began).toEqual(['a', 'b', 'c', 'e', 'd']);
    end('d');
    expect(await Promise.all(runs)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('turns away what nobody wants any more, and nothing that runs', async () => {
    const { began, work, end } = workshop();
    const queue = new NewestFirst(1, 10);
    const [first, second, third] = ['a', 'b', 'c'].map((name) => queue.run(name, work(name)));
    queue.drop((name) => name !== 'c');
    expect(await second).toBeNull();
    end('a');
    expect(await first).toBe('a');
    await expect.poll(() => began).toEqual(['a', 'c']);
    end('c');
    expect(await third).toBe('c');
  });

  it('turns away what waited longest when there are too many', async () => {
    const { work, end } = workshop();
    const queue = new NewestFirst(1, 1);
    const [first, second, third] = ['a', 'b', 'c'].map((name) => queue.run(name, work(name)));
    expect(await second).toBeNull();
    end('a');
    expect(await first).toBe('a');
    await expect.poll(() => (end('c'), true)).toBe(true);
    expect(await third).toBe('c');
  });

  it('goes on after work that failed', async () => {
    const queue = new NewestFirst(1, 10);
    await expect(queue.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run('b', () => Promise.resolve('b'))).toBe('b');
  });

  it('once closed begins nothing more, and lets what runs come to its end', async () => {
    const { began, work, end } = workshop();
    const queue = new NewestFirst(1, 10);
    const [first, second] = ['a', 'b'].map((name) => queue.run(name, work(name)));
    await expect.poll(() => began).toEqual(['a']);
    queue.close();
    expect(await second).toBeNull();
    expect(await queue.run('c', work('c'))).toBeNull();
    end('a');
    expect(await first).toBe('a');
    expect(began).toEqual(['a']);
  });
});
