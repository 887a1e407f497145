import { afterEach, describe, expect, it } from 'vitest';
import { answerOtherwise, closeApp, field, found, rendered, says, showApp, type } from '../app-page.test-support';
import { readSlice } from '../mirror';
import { navigate, readNavigation } from '../navigation';

afterEach(closeApp);

describe('a field of the settings', () => {
  it('counts when its screen is left by a key while it is typed into', async () => {
    const sent = await showApp('quiet');
    navigate('settings');
    const input = await field('In front of every name');
    input.focus();
    await type('In front of every name', 'blog');
    input.dispatchEvent(new KeyboardEvent('keydown', { key: '1', ctrlKey: true, bubbles: true, cancelable: true }));
    await rendered();
    expect(readNavigation().screen).toBe('library');
    await found(() => sent.find(({ name }) => name === 'settings.update'));
    expect(sent.find(({ name }) => name === 'settings.update')?.input).toMatchObject({ uploads: { prefix: 'blog' } });
  });

  it('keeps the focus where the screen stays', async () => {
    await showApp('quiet');
    navigate('settings');
    const input = await field('In front of every name');
    input.focus();
    navigate('settings');
    expect(document.activeElement).toBe(input);
  });
});

describe('the names of uploads', () => {
  it('are kept where they can be used, and what stands beside them is kept all the same', async () => {
    const sent = await showApp('quiet');
    navigate('settings');
    const write = async (label: string, text: string): Promise<void> => {
      const input = await field(label);
      input.focus();
      await type(label, text);
      input.blur();
      await rendered();
    };
    const kept = readSlice('settings').uploads.template;
    await write('Names', '{date}-{name}');
    await says('There is no {date}.');
    await write('Names', '{yyyy}-{mm}');
    await says('All files would get the same name.');
    expect(sent.filter(({ name }) => name === 'settings.update')).toEqual([]);
    await write('In front of every name', 'blog');
    await expect.poll(() => readSlice('settings').uploads).toMatchObject({ template: kept, prefix: 'blog' });
    await write('Names', '{yyyy}-{n}');
    await expect.poll(() => readSlice('settings').uploads.template).toBe('{yyyy}-{n}');
  });
});

describe('where results go', () => {
  it('is kept where it can be used, and what is wrong with it said', async () => {
    const sent = await showApp('quiet');
    navigate('settings');
    const label = 'Where results go';
    const input = await field(label);
    for (const [written, trouble] of [
      ['{name}/{seed}', 'There is no {name}.'],
      ['{ext}/{seed}', '{ext} can stand at the end only'],
      ['x/{model}', 'All results would get the same name.'],
    ] as const) {
      input.focus();
      await type(label, written);
      input.blur();
      await found(() => document.body.textContent.includes(trouble));
    }
    expect(sent.filter(({ name }) => name === 'settings.update')).toEqual([]);
    input.focus();
    await type(label, 'x/{model}/{seed}');
    input.blur();
    await found(() => sent.find(({ name }) => name === 'settings.update'));
    expect(readSlice('settings').generatedNames).toBe('x/{model}/{seed}');
  });
});

describe('a click that leaves a field', () => {
  it('keeps what was typed there, however slow the disk is', async () => {
    await showApp('quiet');
    navigate('settings');
    const arrive: (() => void)[] = [];
    answerOtherwise('settings.update', async (usual) => {
      await new Promise<void>((resolve) => arrive.push(resolve));
      return usual();
    });
    const input = await field('In front of every name');
    input.focus();
    await type('In front of every name', 'blog');
    input.blur();
    const labels = (): HTMLLabelElement[] => [...document.querySelectorAll('label')];
    (await found(() => labels().find(({ textContent }) => textContent.includes('Upload hidden files')))).click();
    await expect
      .poll(() => arrive.shift()?.() ?? readSlice('settings').uploads)
      .toMatchObject({
        prefix: 'blog',
        hiddenFiles: true,
      });
  });
});

describe('a website that may read the files', () => {
  it('is added once, however often Enter is pressed meanwhile', async () => {
    const sent = await showApp('quiet');
    navigate('settings');
    const label = 'My website may show these files';
    await type(label, 'https://example.com');
    const form = (await field(label)).form;
    const arrive: (() => void)[] = [];
    answerOtherwise('links.readCors', async (usual) => {
      await new Promise<void>((resolve) => arrive.push(resolve));
      return usual();
    });
    for (const _ of [1, 2]) {
      form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      await rendered();
    }
    expect(arrive).toHaveLength(1);
    arrive[0]?.();
    await found(() => sent.find(({ name }) => name === 'links.writeCors'));
    expect(sent.filter(({ name }) => name === 'links.writeCors')).toHaveLength(1);
  });
});
