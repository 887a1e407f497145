import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../store/failures.test-support';
import { Bench, draft, SECRET } from './connections.test-support';
import { readPaste } from './paste/paste';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe('keeping', () => {
  it('saves a connection, opens it, and finds it again after a restart', async () => {
    const saved = await bench.open().save({ draft: draft(), replaces: null });
    expect(saved).toMatchObject({ name: 'media', bucket: 'media', secret: 'stored', createdAt: 1000 });
    expect(bench.states.at(-1)).toMatchObject({ activeId: saved.id, profiles: [saved] });

    const again = bench.open();
    expect(again.state()).toMatchObject({ activeId: saved.id, profiles: [saved] });
    const store = await again.storeOf(saved.id);
    expect(await again.storeOf(saved.id)).toBe(store);
    expect(bench.configs).toEqual([
      {
        endpoint: 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com',
        region: 'auto',
        style: 'path',
        bucket: 'media',
        accessKeyId: 'a'.repeat(32),
        secretAccessKey: SECRET,
      },
    ]);
  });

  it('shows and keeps no secret in the clear', async () => {
    const connections = bench.open();
    await connections.save({ draft: draft(), replaces: null });
    expect(JSON.stringify([connections.state(), bench.states, bench.storage.content])).not.toContain(SECRET);
  });

  it('changes a connection in its place, and opens it anew', async () => {
    const connections = bench.open();
    const first = await connections.save({ draft: draft(), replaces: null });
    const store = await connections.storeOf(first.id);
    const secret = { kind: 'stored', connectionId: first.id } as const;
    const second = await connections.save({ draft: draft({ bucket: 'other', secret }), replaces: first.id });
    expect(second).toMatchObject({ id: first.id, createdAt: first.createdAt, name: 'other' });
    expect(connections.state().profiles).toHaveLength(1);
    await connections.storeOf(first.id);
    expect(bench.closed).toEqual([store]);
    expect(bench.configs.at(-1)).toMatchObject({ bucket: 'other', secretAccessKey: SECRET });
  });

  it('selects and removes', async () => {
    const connections = bench.open();
    const one = await connections.save({ draft: draft(), replaces: null });
    const two = await connections.save({ draft: draft({ bucket: 'two' }), replaces: null });
    connections.select(one.id);
    expect(connections.state().activeId).toBe(one.id);
    connections.remove(one.id);
    expect(connections.state()).toMatchObject({ activeId: two.id, profiles: [{ id: two.id }] });
    expect(JSON.stringify(bench.storage.content)).not.toContain(one.id);
    expect(await codeOf(() => connections.storeOf(one.id))).toBe('no-connection');
    expect(await codeOf(() => connections.select(one.id))).toBe('no-connection');
  });

  it('leaves all as it was when the disk is full', async () => {
    const connections = bench.open();
    const one = await connections.save({ draft: draft(), replaces: null });
    bench.storage.failWith = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    expect(await codeOf(() => connections.save({ draft: draft({ bucket: 'two' }), replaces: null }))).toBe('disk-full');
    expect(await codeOf(() => connections.remove(one.id))).toBe('disk-full');
    expect(connections.state()).toMatchObject({ activeId: one.id, profiles: [one] });
  });

  it('refuses what cannot be right, before it keeps anything', async () => {
    const connections = bench.open();
    const empty = { kind: 'typed', value: '  ' } as const;
    expect(await codeOf(() => connections.save({ draft: draft({ secret: empty }), replaces: null }))).toBe(
      'invalid-input',
    );
    expect(await codeOf(() => connections.save({ draft: draft({ bucket: 'No' }), replaces: null }))).toBe(
      'invalid-bucket-name',
    );
    expect(await codeOf(() => connections.save({ draft: draft(), replaces: 'gone' }))).toBe('no-connection');
    expect(bench.storage.content).toBeNull();
  });
});

describe('public domains', () => {
  const domain = (base: string, changes = {}) => ({ base, provenAt: null, transformations: false, ...changes });

  it('of a connection from before there was a list', () => {
    const old = {
      id: 'c1',
      name: 'media',
      bucket: 'media',
      accessKeyId: 'a'.repeat(32),
      createdAt: 5,
      sealedSecret: 'k1:eA==',
      address: { kind: 'r2', accountId: '0123456789abcdef0123456789abcdef', jurisdiction: 'eu' },
    };
    const profiles = [
      { ...old, publicBase: 'https://media.example.com/a' },
      { ...old, id: 'c2', publicBase: null },
    ];
    bench.storage.content = { version: 1, activeId: 'c2', profiles };
    const connections = bench.open();
    expect(connections.state()).toMatchObject({
      activeId: 'c2',
      profiles: [
        { id: 'c1', bucket: 'media', secret: 'stored', publicDomains: [domain('https://media.example.com/a')] },
        { id: 'c2', publicBase: null, publicDomains: [] },
      ],
    });
    expect(bench.storage.aside).toEqual([]);
    connections.select('c1');
    expect(bench.open().state()).toEqual(connections.state());
  });

  it('are kept in the order that is wanted, each once; the first is the base of links', async () => {
    const connections = bench.open();
    const { id } = await connections.save({ draft: draft(), replaces: null });
    connections.domainProven(id, 'https://media.example.com');
    const wanted = ['pub-1.r2.dev/', 'https://media.example.com', 'https://pub-1.r2.dev'];
    connections.setDomains(
      id,
      wanted.map((base) => ({ base, transformations: base.includes('media') })),
    );
    const kept = {
      publicBase: 'https://pub-1.r2.dev',
      publicDomains: [
        domain('https://pub-1.r2.dev'),
        domain('https://media.example.com', { provenAt: 1000, transformations: true }),
      ],
    };
    expect(bench.open().profileOf(id)).toMatchObject(kept);
    connections.setDomains(id, []);
    expect(bench.states.at(-1)?.profiles).toMatchObject([{ publicBase: null, publicDomains: [] }]);
  });

  it.each([
    ['https://x.r2.cloudflarestorage.com', 'public-base-is-s3-endpoint'],
    ['http://media.example.com', 'invalid-input'],
  ])('cannot be %s', async (base, code) => {
    const connections = bench.open();
    const { id } = await connections.save({ draft: draft(), replaces: null });
    const wanted = [{ base, transformations: false }];
    expect(await codeOf(() => connections.setDomains(id, wanted))).toBe(code);
    expect(bench.open().profileOf(id).publicBase).toBe('https://media.example.com');
  });

  it('go by what the draft of a change says: another in place of the preferred one, or none', async () => {
    const connections = bench.open();
    const { id } = await connections.save({ draft: draft(), replaces: null });
    const second = { base: 'https://pub-1.r2.dev', transformations: false };
    connections.setDomains(id, [{ base: 'https://media.example.com', transformations: false }, second]);
    const change = async (changes: Parameters<typeof draft>[0]) => {
      const secret = { kind: 'stored', connectionId: id } as const;
      const { publicDomains } = await connections.save({ draft: draft({ secret, ...changes }), replaces: id });
      return publicDomains.map(({ base }) => base);
    };
    expect(await change({ publicBase: 'new.example.com' })).toEqual(['https://new.example.com', second.base]);
    expect(await change({ publicBase: second.base })).toEqual([second.base, 'https://new.example.com']);
    expect(await change({ publicBase: 'new.example.com', bucket: 'other' })).toEqual(['https://new.example.com']);
    expect(await change({ publicBase: null })).toEqual([]);
  });
});

describe('a file that is broken', () => {
  it.each<unknown>(['not json', { version: 99 }, [], 7, { version: 1, activeId: null, profiles: 'x' }])(
    'is set aside: %j',
    (content) => {
      bench.storage.content = content;
      expect(bench.open().state().profiles).toEqual([]);
      expect(bench.storage.aside).toEqual([content]);
    },
  );

  it('gives what of it can be read', async () => {
    const kept = await bench.open().save({ draft: draft(), replaces: null });
    const good = bench.storage.content as { profiles: unknown[] };
    bench.storage.content = { ...good, profiles: [{ id: 'half' }, ...good.profiles] };
    expect(bench.open().state().profiles).toEqual([kept]);
    expect(bench.storage.aside).toHaveLength(1);
    expect(bench.open().state().profiles).toEqual([kept]);
    expect(bench.storage.aside).toHaveLength(1);
  });
});

describe('an import', () => {
  it('keeps the secret here, and gives it to the draft by its name', async () => {
    const connections = bench.open();
    const found = connections.holdImport(readPaste(`R2_SECRET_ACCESS_KEY=${SECRET}\nR2_BUCKET_NAME=media`));
    expect(JSON.stringify(found)).not.toContain(SECRET);
    const secret = { kind: 'held', id: found[0]?.heldSecretId ?? '' } as const;
    const saved = await connections.save({ draft: draft({ secret }), replaces: null });
    await connections.storeOf(saved.id);
    expect(bench.configs[0]?.secretAccessKey).toBe(SECRET);
  });

  it('of many configurations keeps the secret of each, also when another import or a token follows', async () => {
    const connections = bench.open();
    const endpoint = 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com';
    const keys = `access_key_id = ${'a'.repeat(32)}\nsecret_access_key = ${SECRET}`;
    const section = (place: number) => `[r2-${place}]\ntype = s3\nendpoint = ${endpoint}\n${keys}`;
    const found = connections.holdImport(
      readPaste(Array.from({ length: 70 }, (_, place) => section(place)).join('\n')),
    );
    expect(found).toHaveLength(70);
    connections.hold('a token');
    connections.holdImport(readPaste(section(70)));
    for (const one of [found[0], found[69]]) {
      const secret = { kind: 'held', id: one?.heldSecretId ?? '' } as const;
      const saved = await connections.save({ draft: draft({ secret }), replaces: null });
      await connections.storeOf(saved.id);
      expect(bench.configs.at(-1)?.secretAccessKey).toBe(SECRET);
    }
  });

  it('that is long past is kept no more', async () => {
    const connections = bench.open();
    const [found] = connections.holdImport(readPaste(`R2_SECRET_ACCESS_KEY=${SECRET}\nR2_BUCKET_NAME=media`));
    for (let count = 0; count < 60; count++) connections.hold('a token');
    const secret = { kind: 'held', id: found?.heldSecretId ?? '' } as const;
    expect(await codeOf(() => connections.save({ draft: draft({ secret }), replaces: null }))).toBe(
      'secrets-unavailable',
    );
  });

  it('says when there is nothing in it', async () => {
    expect(await codeOf(() => bench.open().holdImport(readPaste('hello\nPORT=80')))).toBe('import-nothing-found');
    const unknown = { kind: 'held', id: 'gone' } as const;
    expect(await codeOf(() => bench.open().save({ draft: draft({ secret: unknown }), replaces: null }))).toBe(
      'secrets-unavailable',
    );
  });
});

describe('a check', () => {
  it('tells in its first line what is wrong with the draft', async () => {
    const input = { checkId: 'c1', draft: draft({ bucket: 'NO' }) };
    const check = await bench.open().check(input, () => undefined, new AbortController().signal);
    expect(check).toMatchObject({ checkId: 'c1', stage: 'finished' });
    expect(check.lines.map((line) => line.outcome)).toMatchObject([
      { kind: 'failed', failure: { code: 'invalid-bucket-name' } },
      ...Array.from({ length: 6 }, () => ({ kind: 'skipped', reason: 'needs-list' })),
    ]);
    expect(bench.configs).toEqual([]);
  });
});
