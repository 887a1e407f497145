import { afterEach, expect, it } from 'vitest';
import { closeApp, found, showApp } from '../app-page.test-support';

afterEach(closeApp);

it('counts a result that a service has asked to wait among those under way', async () => {
  await showApp('quiet', ({ state }) => {
    const { generation } = state.slices;
    state.set('generation', { ...generation, tasks: generation.tasks.filter((task) => task.state.kind === 'waiting') });
  });
  const link = await found(() =>
    [...document.querySelectorAll('nav a')].find(({ textContent }) => textContent === 'Generate'),
  );
  expect(link.getAttribute('aria-description')).toBe('1 under way');
});
