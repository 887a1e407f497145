import { afterEach, describe, it } from 'vitest';
import { GENERATED_NAMES } from '../../shared/generated-names';
import { closeApp, says, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';

afterEach(closeApp);

/** The form, for a bucket whose files carry prompts or not. */
async function openForm(kept: boolean, generatedNames: string): Promise<void> {
  await showApp('studio', ({ state }) => {
    const { settings, connections } = state.slices;
    const promptsInFiles = Object.fromEntries(connections.profiles.map(({ id }) => [id, kept]));
    state.set('settings', { ...settings, promptsInFiles, generatedNames });
  });
  navigate('generate');
}

describe('the line above the button', () => {
  it('tells that names speak of a prompt that is not in the files', async () => {
    await openForm(false, GENERATED_NAMES);
    await says('The prompt is not written into the files, but its first words are in their names.');
  });

  it('promises that nothing of it goes into the bucket where names are silent too', async () => {
    await openForm(false, 'generated/{seed}.{ext}');
    await says('Nothing of the prompt goes into the bucket.');
  });

  it('tells that it is in the files', async () => {
    await openForm(true, 'generated/{seed}.{ext}');
    await says('The prompt is written into the file.');
  });
});
