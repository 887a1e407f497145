import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteTyping, showPicture } from './calm-pictures';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
});

/** Lets a picture begin, and tells the names of those that have. */
function show(name: string, begun: string[]): () => void {
  return showPicture(() => begun.push(name));
}

it('shows a picture at once where nobody types', () => {
  const begun: string[] = [];
  show('a', begun);
  expect(begun).toEqual(['a']);
});

it('shows the pictures of the last letter when the typing pauses, and never those that have gone by then', () => {
  const begun: string[] = [];
  noteTyping();
  const gone = [show('s1', begun), show('s2', begun)];
  vi.advanceTimersByTime(100);
  noteTyping();
  for (const go of gone) go();
  show('su1', begun);
  vi.advanceTimersByTime(100);
  expect(begun).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(begun).toEqual(['su1']);
  show('later', begun);
  expect(begun).toEqual(['su1', 'later']);
});

it('shows what came during one pause together, once', () => {
  const begun: string[] = [];
  noteTyping();
  for (const name of ['a', 'b', 'c']) show(name, begun);
  vi.advanceTimersByTime(1000);
  expect(begun).toEqual(['a', 'b', 'c']);
});
