import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WindowBounds } from './window';

const electron = vi.hoisted(() => ({ area: { x: 0, y: 0, width: 0, height: 0 } }));
vi.mock('electron', () => ({ screen: { getDisplayMatching: () => ({ workArea: electron.area }) } }));
const { PLACE_DOCUMENT, WindowPlace } = await import('./window-bounds');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'window-bounds-'));
  electron.area = { x: 0, y: 25, width: 1920, height: 1015 };
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(document: unknown): WindowBounds | null {
  writeFileSync(path.join(folder, `${PLACE_DOCUMENT}.json`), JSON.stringify({ document }));
  return new WindowPlace(folder).read();
}

const size = { width: 1000, height: 700, maximized: false };

describe('the place of the window', () => {
  it.each([
    ['in the middle', { x: 300, y: 200 }],
    ['with enough of its title at the left edge', { x: -900, y: 200 }],
    ['with enough of its title at the right edge', { x: 1820, y: 200 }],
    ['with the frame of a maximised window over the upper edge', { x: -8, y: 17 }],
    ['with its title just above the lower edge', { x: 300, y: 999 }],
  ])('is taken again %s', (_where, corner) => {
    expect(read({ ...corner, ...size })).toEqual({ ...corner, ...size });
  });

  it.each([
    ['on a monitor that has gone', { x: 4000, y: 200 }],
    ['where an edge of it is seen at the left', { x: -901, y: 200 }],
    ['where an edge of it is seen at the right', { x: 1821, y: 200 }],
    ['where its title is above the screen', { x: 300, y: 16 }],
    ['where its title is below the screen', { x: 300, y: 1000 }],
  ])('is not taken again %s', (_where, corner) => {
    expect(read({ ...corner, ...size })).toBeNull();
  });

  it('counts from where the screen begins', () => {
    electron.area = { x: -1920, y: -200, width: 1920, height: 1080 };
    expect(read({ x: -1500, y: -100, ...size })).toEqual({ x: -1500, y: -100, ...size });
    expect(read({ x: -50, y: -100, ...size })).toBeNull();
  });

  it('is no larger than the screen, and is judged by what is left', () => {
    const fitting = { x: 0, y: 25, width: 1920, height: 1015, maximized: false };
    expect(read({ x: 0, y: 25, width: 2560, height: 1400 })).toEqual(fitting);
    expect(read({ x: -2400, y: 25, width: 2560, height: 1400 })).toBeNull();
  });

  it('is the one that a window goes back to which filled the screen, and fills it again', () => {
    const kept: unknown[] = [];
    const place = new WindowPlace(folder);
    place.keepIn({ write: (document) => kept.push(document) });
    place.keep({ x: 300, y: 200, ...size, maximized: true });
    expect(read(kept[0])).toEqual({ x: 300, y: 200, ...size, maximized: true });
  });

  it('is none where nothing readable is kept', () => {
    expect(new WindowPlace(folder).read()).toBeNull();
    expect(read(null)).toBeNull();
    expect(read({ x: 0, y: 25, width: 20, height: 20 })).toBeNull();
  });
});
