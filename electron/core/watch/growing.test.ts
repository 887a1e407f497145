import { expect, it } from 'vitest';
import { failure } from '../../../shared/failure';
import { Growing } from './growing';

const file = (size: number) => ({ relative: 'film.mp4', size, mtimeMs: size, ino: 1 });

it('takes a file for finished only when it has stood still for long enough', () => {
  const growing = new Growing();
  growing.note(file(10), 0);
  growing.note(file(20), 2000);
  growing.note(file(20), 4000);
  expect(growing.due(4999, 3000)).toEqual([]);
  expect(growing.nextAt(3000)).toBe(5000);
  expect(growing.due(5000, 3000)).toEqual([file(20)]);
});

it('lets what was hindered rest anew, and tells why until it changes or goes', () => {
  const growing = new Growing();
  growing.postpone(file(20), 10_000, failure('disk-full'));
  expect(growing.due(12_999, 3000)).toEqual([]);
  expect(growing.failure?.code).toBe('disk-full');
  growing.note(file(30), 11_000);
  expect(growing.failure).toBeNull();
  growing.forget('film.mp4');
  expect(growing.nextAt(3000)).toBeNull();
});
