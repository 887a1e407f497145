import { MantineProvider, Menu } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { closeMenusByEscape } from './menu-escape';

it('closes a menu by Escape while the focus is still on its button, and nothing else', async () => {
  closeMenusByEscape();
  const place = document.createElement('div');
  document.body.append(place);
  createRoot(place).render(
    <MantineProvider env="test">
      <Menu>
        <Menu.Target>
          <button type="button">More</button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item>Delete</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </MantineProvider>,
  );
  await vi.waitFor(() => expect(document.querySelector('button')).not.toBeNull());
  const button = document.querySelector('button');
  const escape = (): boolean | undefined =>
    button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  // What it means elsewhere is not touched.
  expect(escape()).toBe(true);
  button?.click();
  await vi.waitFor(() => expect(document.querySelector('[role="menu"]')).not.toBeNull());
  expect(escape()).toBe(false);
  await vi.waitFor(() => expect(button?.getAttribute('aria-expanded')).not.toBe('true'));
});
