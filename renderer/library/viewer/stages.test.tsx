import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandName } from '../../../shared/contract';
import { type Failure, failure } from '../../../shared/failure';
import type { AssetRow } from '../../../shared/library';
import { installBridge } from '../../bridge';
import { fakeBridge } from '../../fake-bridge';
import { FakeApp } from '../../fake/app';
import { startI18n } from '../../i18n';
import { connectMirror } from '../../mirror';
import { type LibraryModel, ModelContext } from '../library-model';
import { assetRow, TOP_VIEW } from '../test-rows';
import { Stage } from './Stage';

const OFFLINE = failure('offline');
const PARTS: Partial<LibraryModel> = { view: TOP_VIEW, live: () => null };
const MODEL = PARTS as LibraryModel;

let root: Root;
let place: HTMLElement;
/** What each question about a file is answered with. */
let answers: Partial<Record<CommandName, unknown>>;
/** Those that are refused, however often they are asked. */
let refused: Partial<Record<CommandName, Failure>>;
/** Why nothing is answered; null where all is. */
let trouble: Failure | null;
let asked: CommandName[];

const picture = (): Element | null => place.querySelector('[data-picture]');
const words = (): string => place.textContent;

async function draw(row: AssetRow): Promise<void> {
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <ModelContext value={MODEL}>
          <Stage row={row} />
        </ModelContext>
      </MantineProvider>,
    ),
  );
  await wait(0);
}

/** Lets questions be asked and answered, and what they bring be drawn. */
async function wait(milliseconds: number): Promise<void> {
  await act(async () => vi.advanceTimersByTimeAsync(milliseconds));
  // One question follows from the answer to another.
  for (let round = 0; round < 4; round += 1) await act(async () => vi.advanceTimersByTimeAsync(100));
}

/** What is on show could not be had. */
async function fail(selector: string): Promise<void> {
  const asked = place.querySelector(selector);
  expect(asked).not.toBeNull();
  await act(async () => asked?.dispatchEvent(new Event('error')));
  await wait(0);
}

async function press(label: string): Promise<void> {
  const button = [...place.querySelectorAll('button')].find(({ textContent }) => textContent === label);
  expect(button).toBeDefined();
  await act(async () => button?.click());
  await wait(0);
}

async function hearOnline(): Promise<void> {
  await act(async () => window.dispatchEvent(new Event('online')));
  await wait(0);
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  trouble = null;
  answers = {};
  refused = {};
  asked = [];
  const fake = fakeBridge(new FakeApp(new URLSearchParams({ scene: 'library', pace: '0' }), 0));
  installBridge({
    ...fake,
    invoke: async (name, input) => {
      if (!(name in answers)) return fake.invoke(name, input);
      asked.push(name);
      const why = trouble ?? refused[name] ?? null;
      return why === null ? { ok: true, value: answers[name] } : { ok: false, failure: why };
    },
  });
  await startI18n('en');
  await connectMirror();
  vi.useFakeTimers();
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each([
  ['a picture', assetRow('a.png'), '[data-picture]', 'Not a picture'],
  ['a film', assetRow('a.mp4', { media: 'video' }), 'video', 'No preview for this format'],
  ['a sound', assetRow('a.mp3', { media: 'audio' }), 'audio', 'No preview for this format'],
] as const)('%s', (_kind, row, selector, verdict) => {
  beforeEach(() => {
    answers = { 'library.details': { noPicture: null } };
  });

  it('that failed while its bucket was out of reach is shown once that can be reached', async () => {
    await draw(row);
    trouble = OFFLINE;
    await fail(selector);
    expect(words()).toContain('You are offline');
    trouble = null;
    await hearOnline();
    expect(words()).not.toContain('You are offline');
    expect(place.querySelector(selector)).not.toBeNull();
  });

  it('is asked for again by the clock and by the button', async () => {
    await draw(row);
    trouble = OFFLINE;
    await fail(selector);
    await wait(5_000);
    await fail(selector);
    await press('Try again');
    expect(place.querySelector(selector)).not.toBeNull();
  });

  it('that failed once, and whose file can be reached, is tried again before it is judged', async () => {
    await draw(row);
    await fail(selector);
    expect(words()).not.toContain(verdict);
    await fail(selector);
    expect(words()).toContain(verdict);
    await wait(3_600_000);
    expect(place.querySelector(selector)).toBeNull();
  });

  it('is not judged by a try from before it was out of reach', async () => {
    await draw(row);
    await fail(selector);
    trouble = OFFLINE;
    await fail(selector);
    trouble = null;
    await hearOnline();
    await fail(selector);
    expect(words()).not.toContain(verdict);
    expect(place.querySelector(selector)).not.toBeNull();
  });
});

describe('a film that breaks off', () => {
  const film = (): HTMLVideoElement | null => place.querySelector('video');
  const verdict = 'No preview for this format';

  async function tell(event: 'loadedmetadata' | 'timeupdate'): Promise<void> {
    await act(async () => film()?.dispatchEvent(new Event(event)));
  }
  async function playTo(seconds: number): Promise<void> {
    Object.assign(film() ?? {}, { currentTime: seconds });
    await tell('timeupdate');
  }

  beforeEach(async () => {
    answers = { 'library.details': { noPicture: null } };
    await draw(assetRow('a.mp4', { media: 'video' }));
  });

  it('goes on from there, as often as it has got any further', async () => {
    for (const seconds of [10, 20, 30, 40]) {
      await playTo(seconds);
      await fail('video');
      expect(words()).not.toContain(verdict);
      await tell('loadedmetadata');
      expect(film()?.currentTime).toBe(seconds);
    }
  });

  it('is judged where it does so at one place always', async () => {
    await playTo(10);
    await fail('video');
    await playTo(10.5);
    await fail('video');
    expect(words()).toContain(verdict);
  });

  it('goes on from there also after a try that did not get so far as to begin', async () => {
    await playTo(10);
    await fail('video');
    trouble = OFFLINE;
    await fail('video');
    trouble = null;
    await hearOnline();
    await tell('loadedmetadata');
    expect(film()?.currentTime).toBe(10);
  });
});

it('a picture that nothing reads is not fetched a second time', async () => {
  answers = { 'library.details': { noPicture: null } };
  await draw(assetRow('a.psd'));
  await fail('[data-picture]');
  expect(picture()).toBeNull();
  expect(words()).toContain('PSD');
});

it('a TIFF that is too large to be drawn is called that, and not no picture', async () => {
  answers = { 'library.details': { noPicture: 'picture-too-large' } };
  await draw(assetRow('a.tiff'));
  await fail('[data-picture]');
  await fail('[data-picture]');
  expect(words()).toContain('Too large for a preview');
  expect(words()).not.toContain('Not a picture');
});

it('a TIFF, which is drawn smaller than it is, is zoomed by its own pixels', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  await draw(assetRow('a.tiff', { width: 6000, height: 4000 }));
  const drawn = picture() ?? document.body;
  Object.defineProperties(drawn, { naturalWidth: { value: 1800 }, naturalHeight: { value: 1200 } });
  await act(async () => drawn.dispatchEvent(new Event('load')));
  expect(place.querySelector('[data-percent="10%"]')).not.toBeNull();
  vi.restoreAllMocks();
});

describe('a text', () => {
  const row = assetRow('a.txt', { media: 'document' });
  beforeEach(() => {
    answers = { 'library.readText': { text: 'the words', truncated: false } };
    trouble = OFFLINE;
  });

  it.each([
    ['when there is a network again', hearOnline],
    ['by the clock', () => wait(5_000)],
    ['by the button', () => press('Try again')],
  ] as const)('that could not be read is asked for again %s', async (_when, again) => {
    await draw(row);
    expect(words()).toContain('You are offline');
    trouble = null;
    await again();
    expect(words()).toContain('the words');
  });
});

it('a text that stumbles while it is dressed is shown as it is', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.doMock('./CodeText', () => ({
    CodeText: () => {
      throw new Error('too deep');
    },
  }));
  answers = { 'library.readText': { text: 'some = "code"', truncated: false } };
  await draw(assetRow('a.py', { media: 'document' }));
  await vi.dynamicImportSettled();
  await wait(0);
  expect(place.querySelector('pre')?.textContent).toBe('some = "code"');
  vi.doUnmock('./CodeText');
  vi.restoreAllMocks();
});

it('a long JSON has its lines broken, though it is not coloured', async () => {
  const text = JSON.stringify(Array.from({ length: 30_000 }, () => 'word'));
  answers = { 'library.readText': { text, truncated: false } };
  await draw(assetRow('a.json', { media: 'document' }));
  expect(place.querySelector('[role="document"]')?.textContent.split('\n')).toHaveLength(30_002);
});

describe('a PDF', () => {
  const row = assetRow('a.pdf', { media: 'document' });
  beforeEach(() => {
    answers = { 'library.pages': { count: 2, width: 3, height: 4 }, 'library.details': { noPicture: null } };
  });

  it('whose pages could not be counted is asked for again', async () => {
    trouble = OFFLINE;
    await draw(row);
    expect(words()).toContain('You are offline');
    trouble = null;
    await hearOnline();
    expect(place.querySelectorAll('figure')).toHaveLength(2);
  });

  it.each([
    ['that has none', 'not-a-picture', 'This document cannot be read'],
    ['that brings the decoder down', 'unexpected', 'This document cannot be read'],
    ['with a password', 'document-locked', 'This document has a password'],
  ] as const)('%s is asked for its pages a second time, and then judged', async (_which, code, verdict) => {
    refused = { 'library.pages': failure(code) };
    await draw(row);
    expect(asked.filter((name) => name === 'library.pages')).toHaveLength(2);
    expect(words()).toContain(verdict);
  });

  it.each([
    ['timeout', 'The server took too long'],
    ['file-missing', 'The file is not there any more'],
  ] as const)('whose pages cannot be had just now says why, and is asked for again: %s', async (code, why) => {
    refused = { 'library.pages': failure(code) };
    await draw(row);
    await wait(1_000);
    expect(words()).toContain(why);
    refused = {};
    await press('Try again');
    expect(place.querySelectorAll('figure')).toHaveLength(2);
  });

  it('draws a page that failed again, by and by', async () => {
    await draw(row);
    await fail('figure img');
    expect(place.querySelectorAll('img')).toHaveLength(1);
    await wait(5_000);
    expect(place.querySelectorAll('img')).toHaveLength(2);
  });
});
