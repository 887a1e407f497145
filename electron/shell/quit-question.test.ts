import { beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../shared/settings';

interface Asked {
  readonly signal: AbortSignal;
  readonly answer: (response: number) => void;
}

const asked: Asked[] = [];
vi.mock('electron', () => ({
  app: { getLocale: () => 'en', getPreferredSystemLanguages: () => ['en'] },
  powerMonitor: { on: () => undefined },
  dialog: {
    // As Electron's: an aborted question is answered as if it had been cancelled.
    showMessageBox: ({ signal, cancelId }: { signal: AbortSignal; cancelId: number }) =>
      new Promise((resolve) => {
        const answer = (response: number): void => resolve({ response, checkboxChecked: false });
        signal.addEventListener('abort', () => answer(cancelId));
        asked.push({ signal, answer });
      }),
  },
}));
const { QuitQuestion } = await import('./quit-question');

const newQuestion = () =>
  new QuitQuestion({
    underWay: () => 1,
    settings: () => DEFAULT_SETTINGS,
    dontAskAgain: () => undefined,
    window: () => null,
  });

beforeEach(() => {
  asked.length = 0;
});

it('asks anew each time that a person keeps the app running', async () => {
  const question = newQuestion();
  for (const response of [1, 1, 0]) {
    const may = question.mayQuit();
    asked.at(-1)?.answer(response);
    expect(await may).toBe(response === 0);
  }
  expect(asked).toHaveLength(3);
});

it('a question that stands is taken away when the system ends, and holds nothing up', async () => {
  const question = newQuestion();
  const may = question.mayQuit();
  question.systemEnds();
  expect(await may).toBe(true);
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(await question.mayQuit()).toBe(true);
  expect(asked).toHaveLength(1);
});
