import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LibrarySelection } from '../../../shared/library';
import { KEEP_ALL, type RenamePattern } from '../../../shared/renames';
import { inOrder } from './rename-order';
import { planRenames } from './renames';
import { replacedNames } from './replaced-names';

const NEVER = new AbortController().signal;
const SELECTION: LibrarySelection = { kind: 'folders', connectionId: 'c', prefixes: ['x/'] };
const MARCH = new Date(2026, 2, 9, 12).getTime();

/** Plans for objects of these keys, in a bucket that has others too. */
async function plan(
  keys: readonly string[],
  pattern: Partial<RenamePattern>,
  others: readonly string[] = [],
  asked: (readonly string[])[] = [],
) {
  const bucket = new Set([...keys, ...others]);
  const library = {
    async *objectsIn() {
      const objects = keys.map((key) => ({ assetId: key, key, size: 1, etag: `e-${key}`, modified: MARCH }));
      yield await Promise.resolve(objects);
    },
    existing: (_: string, some: readonly string[]) => {
      asked.push(some);
      return Promise.resolve(some.filter((key) => bucket.has(key)));
    },
  };
  return planRenames(library, [SELECTION], { ...KEEP_ALL, ...pattern }, NEVER);
}

const told = ({ preview }: Awaited<ReturnType<typeof plan>>) =>
  preview.rows.map(({ from, to, note }) => `${from} > ${to}${note === null ? '' : ` (${note})`}`);

describe('a plan', () => {
  it('finds and replaces text as it is written, in whatever case, wherever it stands in the name alone', async () => {
    const keys = ['IMG/IMG_1.JPG', 'IMG/a$1.(img_).png'];
    const awkward = '-/\\^$.*+?()[]{}|,&~#:; ü😀';
    expect(
      told(await plan([`x/${awkward}.png`.replace('/\\', '\\')], { find: awkward.replace('/', ''), replace: 'plain' })),
    ).toEqual([`x/${awkward.replace('/', '')}.png > x/plain.png`]);
    const made = await plan(keys, { find: 'img_', replace: '$1-' });
    expect(told(made)).toEqual(['IMG/IMG_1.JPG > IMG/$1-1.JPG', 'IMG/a$1.(img_).png > IMG/a$1.($1-).png']);
    expect(told(await plan(keys, { find: 'img_', replace: '', matchCase: true }))[0]).toMatch('(same)');
  });

  it('asks the index about all names in one call, and about a run of numbers in another', async () => {
    const keys = Array.from({ length: 400 }, (_, n) => `x/${n}.png`);
    const asked: (readonly string[])[] = [];
    const made = await plan(keys, { find: '^\\d+', replace: 'one', regex: true }, ['x/one-3.png'], asked);
    expect(told(made).slice(0, 3)).toEqual([
      'x/0.png > x/one.png',
      'x/1.png > x/one-2.png (numbered)',
      'x/2.png > x/one-4.png (numbered)',
    ]);
    expect(made.preview.renamed).toBe(400);
    expect(asked.length).toBeLessThan(10);
    const apart: (readonly string[])[] = [];
    await plan(keys, { template: 'new-{name}.{ext}' }, [], apart);
    expect(apart.map((some) => some.length)).toEqual([400]);
  });

  it('takes groups of regular expressions, extensions too', async () => {
    const made = await plan(['x/2026-03 sea.jpeg'], {
      find: '^(\\d+)-(\\d+) (.*)\\.jpeg$',
      replace: '$3 $2.$1.jpg',
      regex: true,
    });
    expect(told(made)).toEqual(['x/2026-03 sea.jpeg > x/sea 03.2026.jpg']);
  });

  it('makes names of the words of upload names, in the folder that each file lies in, with numbers as wide as wished', async () => {
    const pattern = { find: 'Été', replace: 'Ete', template: '{yyyy}-{mm}/{slug}-{n}', countFrom: '009' };
    expect(told(await plan(['a.png', 'x/Été 1.JPG'], pattern))).toEqual([
      'a.png > 2026-03/a-009.png',
      'x/Été 1.JPG > x/2026-03/ete-1-010.JPG',
    ]);
  });

  it('numbers what would get one name, leaves alone what would have none, and tells of what is taken or mended', async () => {
    const made = await plan(
      ['x/a 1.png', 'x/a 2.png', 'x/a.png', 'x/1', 'x/b 1.png', 'x/t 1\u0001.png'],
      { find: ' ?\\d', replace: '', regex: true },
      ['x/b.png', 'x/a-2.png'],
    );
    expect(told(made)).toEqual([
      'x/a 1.png > x/a-3.png (numbered)',
      'x/a 2.png > x/a-4.png (numbered)',
      'x/a.png > x/a.png (same)',
      'x/1 > x/1 (refused)',
      'x/b 1.png > x/b.png (taken)',
      'x/t 1\u0001.png > x/t_.png (mended)',
    ]);
    expect(made.preview).toMatchObject({
      total: 6,
      renamed: 4,
      notes: { numbered: 2, taken: 1, mended: 1, refused: 1 },
    });
    // Whoever was not told that it is taken is asked, even where the settings say to replace.
    expect(made.moves.map(({ decision = null }) => decision)).toEqual([
      'skip-identical',
      'skip-identical',
      null,
      'skip-identical',
    ]);
  });

  it('moves on in a row from the end, so that none is written over; who swap names go by one in between', async () => {
    const row = await plan(['x/1.png', 'x/2.png', 'x/3.png'], { template: '{n}', countFrom: '2' });
    expect(row.moves.map(({ key, targetKey }) => `${key} > ${targetKey}`)).toEqual([
      'x/3.png > x/4.png',
      'x/2.png > x/3.png',
      'x/1.png > x/2.png',
    ]);
    expect(row.preview.notes.taken).toBe(0);
    const swap = await plan(['x/2.png', 'x/1.png', 'x/9.png'], { template: '{n}', countFrom: '1' }, ['x/1~-2.png']);
    expect(told(swap)).toEqual(['x/2.png > x/1.png', 'x/1.png > x/2.png', 'x/9.png > x/3.png']);
    expect(swap.moves.map(({ key, targetKey }) => `${key} > ${targetKey}`)).toEqual([
      'x/2.png > x/1~-3.png',
      'x/1.png > x/2.png',
      'x/1~-3.png > x/1.png',
      'x/9.png > x/3.png',
    ]);
  });

  it('says what is wrong with a pattern, and then does nothing', async () => {
    for (const [pattern, problem] of [
      [
        { find: '(', regex: true },
        { kind: 'regex', detail: 'Unterminated group' },
      ],
      [{ template: '{name}-{hash}' }, { kind: 'unknown', placeholder: '{hash}' }],
      [{ template: 'all' }, { kind: 'same-for-all' }],
      [{ countFrom: 'x' }, { kind: 'count' }],
    ] as const) {
      const { preview, moves } = await plan(['x/a.png'], pattern);
      expect(preview).toMatchObject({ problem, total: 1 });
      expect(moves).toEqual([]);
    }
  });

  it('shows the first 200 of thousands, with the numbers of all, and those that want to be seen wherever they stand', async () => {
    const keys = Array.from({ length: 5000 }, (_, n) => `x/p ${n}.png`);
    const { preview, moves } = await plan(keys, { find: ' ', replace: '-' }, ['x/p-4321.png']);
    expect(preview.rows).toHaveLength(200);
    expect(preview).toMatchObject({ total: 5000, renamed: 5000, notes: { taken: 1 } });
    expect(preview.marked).toEqual([{ from: 'x/p 4321.png', to: 'x/p-4321.png', note: 'taken' }]);
    expect(moves).toHaveLength(5000);
  });

  it('is named by its outcome', async () => {
    const digest = async (others: readonly string[]) =>
      (await plan(['x/a 1.png'], { find: ' ' }, others)).preview.digest;
    expect(await digest([])).toBe(await digest(['x/other.png']));
    expect(await digest([])).not.toBe(await digest(['x/a1.png']));
  });
});

it('an expression that would never end is broken off', () => {
  const names = [`${'a'.repeat(60)}!`];
  expect(replacedNames(names, { ...KEEP_ALL, find: '^(a+)+$', regex: true }, 50)).toEqual({ kind: 'regex-slow' });
});

it('renames are put into an order in which every name is free by then', () => {
  const wish = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 12 });
  fc.assert(
    fc.property(wish, wish, (froms, tos) => {
      const count = Math.min(froms.length, tos.length);
      const steps = Array.from({ length: count }, (_, n) => ({ from: String(froms[n]), to: String(tos[n]) }));
      const moving = steps.filter(({ from, to }) => from !== to);
      const taken = new Set(moving.map(({ from }) => from));
      for (const { step, kind } of inOrder(moving)) {
        const [from, to] = [
          kind === 'home' ? `~${step.from}` : step.from,
          kind === 'aside' ? `~${step.from}` : step.to,
        ];
        expect(taken.delete(from)).toBe(true);
        expect(taken.has(to)).toBe(false);
        taken.add(to);
      }
      expect([...taken].sort()).toEqual(moving.map(({ to }) => to).sort());
    }),
  );
});
