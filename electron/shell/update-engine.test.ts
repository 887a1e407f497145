import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ app: {} }));
const { loggerOf } = await import('./update-engine');

it('what the updater warns of is written down, and where that is an error too', () => {
  const lines: string[] = [];
  const logger = loggerOf((text) => void lines.push(text.replace('secret', '…')));
  logger.warn('a word');
  // As MacUpdater does, before it tells anybody of the error.
  logger.warn(new Error('no room'));
  logger.error('what an update has died of');
  expect(lines).toEqual(['a word', expect.stringContaining('Error: no room')]);
});
