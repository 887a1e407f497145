import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadOf, Slots } from './slots';

const MIB = 1024 * 1024;
const NONE = { weight: 0, large: 0 };
const small = loadOf(1000);
const large = loadOf(1024 * MIB);

/** So many small items as fit. */
function roomFor(slots: Slots): number {
  let weight = 0;
  while (slots.hasRoom(small, { weight, large: 0 })) weight += small.weight;
  return weight;
}

describe('slots', () => {
  it('begin with a few and grow with what arrives', () => {
    const slots = new Slots();
    expect(roomFor(slots)).toBe(4);
    for (let n = 0; n < 100; n++) slots.arrived();
    expect(roomFor(slots)).toBe(32);
  });

  it('are halved by a sign of too much, once for what fails together, and then grow slowly', () => {
    const slots = new Slots();
    for (let n = 0; n < 12; n++) slots.arrived();
    expect(slots.limit).toBe(16);
    slots.failed('rate-limited', 10_000);
    slots.failed('server-error', 10_500);
    expect(slots.limit).toBe(8);
    for (let n = 0; n < 8; n++) slots.arrived();
    expect(slots.limit).toBe(8);
    slots.arrived();
    expect(slots.limit).toBe(9);
    slots.failed('server-error', 20_000);
    expect(slots.limit).toBe(4);
  });

  it('take no notice of what is the file’s own failure', () => {
    const slots = new Slots();
    slots.failed('no-such-key', 0);
    slots.failed('file-missing', 0);
    expect(slots.limit).toBe(4);
  });

  it('always have room for one, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), fc.integer({ min: 0, max: 1e12 }), (events, bytes) => {
        const slots = new Slots();
        for (const [index, well] of events.entries()) {
          if (well) slots.arrived();
          else slots.failed('rate-limited', index * 5000);
        }
        expect(slots.hasRoom(loadOf(bytes), NONE)).toBe(true);
        expect(slots.limit).toBeGreaterThanOrEqual(1);
        expect(slots.partsAbreast).toBeGreaterThanOrEqual(1);
        expect(slots.limit).toBeLessThanOrEqual(32);
      }),
    );
  });

  it('are few for large files, and leave room for small ones beside them', () => {
    const slots = new Slots();
    expect(slots.hasRoom(large, large)).toBe(false);
    expect(slots.hasRoom(small, large)).toBe(true);
    for (let n = 0; n < 100; n++) slots.arrived();
    const three = { weight: 9, large: 3 };
    expect(slots.hasRoom(large, three)).toBe(false);
    expect(slots.hasRoom(small, three)).toBe(true);
  });

  it('tell a large one that waits for small ones from one that waits for large ones', () => {
    const slots = new Slots();
    expect(slots.hasRoomBesideLarge(large, { weight: 4, large: 0 })).toBe(true);
    expect(slots.hasRoomBesideLarge(large, { weight: 4, large: 1 })).toBe(false);
    for (let n = 0; n < 2; n++) slots.arrived();
    expect(slots.hasRoomBesideLarge(large, { weight: 6, large: 1 })).toBe(true);
    for (let n = 0; n < 100; n++) slots.arrived();
    expect(slots.hasRoomBesideLarge(large, { weight: 32, large: 3 })).toBe(false);
    slots.failed('rate-limited', 0);
    slots.failed('rate-limited', 10_000);
    slots.failed('rate-limited', 20_000);
    slots.failed('rate-limited', 30_000);
    expect(slots.limit).toBe(2);
    expect(slots.hasRoomBesideLarge(large, { weight: 2, large: 0 })).toBe(true);
  });
});
