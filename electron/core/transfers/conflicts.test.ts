import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer } from './fault-proxy.test-support';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

describe('conflicts', () => {
  beforeEach(async () => {
    const item = await world.upload('a.png', 'the first');
    await world.until(item.id, 'done');
  });

  it('ask, and tell what is there', async () => {
    const item = await world.upload('a.png', 'the second');
    const asked = await world.until(item.id, 'conflict');
    expect(asked.state).toMatchObject({ existing: { size: 9 } });
    world.transfers.decide(item.id, 'replace', false);
    await world.until(item.id, 'done');
    expect(String(await world.object('a.png'))).toBe('the second');
  });

  it('are asked about one at a time: the one that is meant while it waits, else the one that was added first', async () => {
    expect(world.transfers.question(null)).toBeNull();
    const one = await world.upload('1/a.png', 'the second');
    const two = await world.upload('2/a.png', 'the third');
    for (const { id } of [one, two]) await world.until(id, 'conflict');
    expect(world.transfers.question(null)).toMatchObject({ item: { id: one.id }, alike: 1 });
    expect(world.transfers.question(two.id)).toMatchObject({ item: { id: two.id }, alike: 1 });
    world.transfers.cancel([one.id]);
    expect(world.transfers.question(one.id)).toMatchObject({ item: { id: two.id }, alike: 0 });
  });

  it('skip leaves what is there alone', async () => {
    const item = await world.upload('a.png', 'the second');
    await world.until(item.id, 'conflict');
    world.transfers.decide(item.id, 'skip', false);
    expect(world.transfers.item(item.id)?.state.kind).toBe('skipped');
    expect(world.calls.at(-1)).toBe('gone a.png');
    expect(String(await world.object('a.png'))).toBe('the first');
  });

  it('keep both goes to the next free name', async () => {
    world.rule = 'keep-both';
    const two = await world.upload('2/a.png', 'the second');
    const three = await world.upload('3/a.png', 'the third');
    expect((await world.until(two.id, 'done')).key).toBe('a-2.png');
    expect((await world.until(three.id, 'done')).key).toBe('a-3.png');
    expect(String(await world.object('a.png'))).toBe('the first');
  });

  it('replace and skip as the settings say ask nobody', async () => {
    world.rule = 'skip';
    const skipped = await world.upload('a.png', 'the second');
    await world.until(skipped.id, 'skipped');
    world.rule = 'replace';
    const replaced = await world.upload('a.png', 'the third');
    await world.until(replaced.id, 'done');
    expect(String(await world.object('a.png'))).toBe('the third');
  });

  it('skip if identical sends nothing twice, and asks where the content differs', async () => {
    world.rule = 'skip-identical';
    const same = await world.upload('2/a.png', 'the first');
    const skipped = await world.until(same.id, 'skipped');
    expect(skipped.state).toEqual({ kind: 'skipped', identical: true });
    const sameSize = await world.upload('3/a.png', 'the third');
    expect((await world.until(sameSize.id, 'conflict')).state).toMatchObject({ compared: 'different' });
    const longer = await world.upload('4/a.png', 'the fourth one');
    expect((await world.until(longer.id, 'conflict')).state).toMatchObject({ compared: 'different' });
    expect(world.count('PutObject')).toBe(1);
    world.transfers.decide(longer.id, 'replace', false);
    await world.until(longer.id, 'done');
    expect(String(await world.object('a.png'))).toBe('the fourth one');
  });

  it('skip if identical knows a file that went up in parts', async () => {
    const bytes = randomBytes(17 * MIB);
    await world.until((await world.upload('big.bin', bytes)).id, 'done');
    world.rule = 'skip-identical';
    const again = await world.upload('2/big.bin', bytes);
    expect((await world.until(again.id, 'skipped')).state).toMatchObject({ identical: true });
    bytes.writeUInt8(bytes.readUInt8(MIB) ^ 1, MIB);
    const other = await world.upload('3/big.bin', bytes);
    expect((await world.until(other.id, 'conflict')).state).toMatchObject({ compared: 'different' });
    expect(world.count('CreateMultipartUpload')).toBe(1);
  });

  it('skip if identical as one answer for all skips the same and asks again for the others', async () => {
    await world.until((await world.upload('b.png', 'the first')).id, 'done');
    const same = await world.upload('2/a.png', 'the first');
    const other = await world.upload('2/b.png', 'the other');
    await world.until(same.id, 'conflict');
    await world.until(other.id, 'conflict');
    world.transfers.decide(same.id, 'skip-identical', true);
    await world.until(same.id, 'skipped');
    await vi.waitFor(() => expect(world.transfers.item(other.id)?.state).toMatchObject({ compared: 'different' }));
  });

  it('one answer for all counts for present and later conflicts of the queue, also after a restart', async () => {
    for (const name of ['b.png', 'c.png']) {
      const item = await world.upload(name, 'the first');
      await world.until(item.id, 'done');
    }
    const paths = await Promise.all(['a.png', 'b.png', 'c.png'].map((name) => world.file(name, `new ${name}`)));
    let refused = true;
    world.proxy.fault = ({ key }) => (key === 'c.png' && refused ? answer(403, 'AccessDenied') : null);
    world.transfers.pause('all');
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths });
    const [c, b, a] = world.transfers.rows(0, 3).rows;
    world.transfers.resume('all');
    await world.until(a!.id, 'conflict');
    await world.until(b!.id, 'conflict');
    await world.until(c!.id, 'failed');
    world.transfers.decide(a!.id, 'replace', true);
    await world.until(a!.id, 'done');
    await world.until(b!.id, 'done');
    refused = false;
    await world.restart();
    world.transfers.retry('all');
    await world.until(c!.id, 'done');
    expect(String(await world.object('b.png'))).toBe('new b.png');
    expect(String(await world.object('c.png'))).toBe('new c.png');
  });

  it('a key that is taken is not overwritten, by the server’s own word', async () => {
    const item = await world.upload('2/a.png', 'the second');
    await world.until(item.id, 'conflict');
    expect(world.count('PutObject')).toBe(2);
    expect(String(await world.object('a.png'))).toBe('the first');
  });
});
