import { afterEach, expect, it } from 'vitest';
import { closeApp, found, rendered, says, showApp, write } from '../app-page.test-support';
import { readSlice } from '../mirror';
import { hideUpload, showUpload } from '../ui/upload-batch';

afterEach(() => {
  hideUpload();
  closeApp();
});

it('does not begin with a template that is wrong', async () => {
  const sent = await showApp('full');
  const [profile] = readSlice('connections').profiles;
  if (profile === undefined) throw new Error('Nothing is connected.');
  showUpload({ connectionId: profile.id, prefix: '', paths: ['/a.png', '/b.png'] });
  const upload = (disabled: boolean): Promise<HTMLButtonElement> =>
    found(() =>
      [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button[data-autofocus]')].find(
        (one) => one.textContent.startsWith('Upload') && one.disabled === disabled,
      ),
    );
  await upload(false);
  const names = await found(() =>
    document.querySelector<HTMLInputElement>('[role="dialog"] input[placeholder="{name}.{ext}"]'),
  );
  await write(names, '{yyyy}-{mm}');
  await says('All files would get the same name.');
  (await upload(true)).click();
  await rendered();
  expect(sent.filter(({ name }) => name === 'transfers.addPaths')).toEqual([]);
  await write(names, '{yyyy}-{n}');
  (await upload(false)).click();
  await found(() => sent.find(({ name }) => name === 'transfers.addPaths'));
});
