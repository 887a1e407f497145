import { expect, it } from 'vitest';
import { KEEP_NAMES } from './upload-names';
import { NEW_WATCH } from './watch';
import { watchedFolder, watchedFolderSettings } from './watch-schemas';

const settings = { ...NEW_WATCH, path: '/renders', connectionId: 'c1' };
const saved = { ...settings, id: 'w1', addedAt: 0, paused: false };

it('A template that gives all files the same name is not taken for a watched folder', () => {
  expect(watchedFolderSettings.safeParse({ ...settings, template: '{yyyy}-{mm}' }).success).toBe(false);
  expect(watchedFolderSettings.safeParse({ ...settings, template: '{yyyy}-{n}' }).success).toBe(true);
  expect(watchedFolderSettings.safeParse(settings).success).toBe(true);
});

it('A folder that was kept with one stays, with the names of its files', () => {
  const template = KEEP_NAMES.template;
  expect(watchedFolder.parse({ ...saved, template: '{yyyy}-{mm}' })).toEqual({ ...saved, template });
  expect(watchedFolder.parse({ ...saved, template: '{n}' })).toEqual({ ...saved, template: '{n}' });
  expect(watchedFolder.parse(saved)).toEqual(saved);
});
