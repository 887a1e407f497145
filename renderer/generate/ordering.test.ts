import { expect, test, vi } from 'vitest';
import { NO_SETTINGS, type GenerationInput } from '../../shared/generation';
import { orderOnce } from './ordering';
import { startGenerating } from './task-actions';

vi.mock('./task-actions', () => ({ startGenerating: vi.fn() }));

const INPUT: GenerationInput = {
  ...NO_SETTINGS,
  connectionId: 'c1',
  provider: 'sketch',
  model: 'sketch-1',
  prompt: 'a fox',
  size: { width: 512, height: 512 },
  reference: null,
  count: 1,
};

test('While an order is on its way there is no second one', async () => {
  const sent = vi.mocked(startGenerating).mockReset();
  let answer = (_started: boolean): void => undefined;
  sent.mockReturnValueOnce(new Promise((resolve) => (answer = resolve))).mockResolvedValue(true);
  const first = orderOnce(INPUT);
  await orderOnce(INPUT);
  expect(sent).toHaveBeenCalledTimes(1);
  answer(false);
  await first;
  await orderOnce(INPUT);
  expect(sent).toHaveBeenCalledTimes(2);
});

test('An order that ends in an error does not hold up the next one', async () => {
  const sent = vi.mocked(startGenerating).mockReset();
  sent.mockRejectedValueOnce(new Error('gone')).mockResolvedValue(true);
  await expect(orderOnce(INPUT)).rejects.toThrow('gone');
  await orderOnce(INPUT);
  expect(sent).toHaveBeenCalledTimes(2);
});
