import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { RequestDialog } from './RequestDialog';

it('keeps what it asked while it fades, out of reach, and begins another question anew', async () => {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  const draw = (request: { readonly name: string } | null): void =>
    root.render(
      <MantineProvider>
        <ModalsProvider>
          <RequestDialog request={request} title={({ name }) => `About ${name}`} size="md" close={() => undefined}>
            {({ name }) => <input defaultValue={name} />}
          </RequestDialog>
        </ModalsProvider>
      </MantineProvider>,
    );
  const dialog = (): Element | null => document.querySelector('[role="dialog"]');
  draw({ name: 'a.png' });
  await vi.waitFor(() => expect(dialog()?.textContent).toContain('About a.png'));
  draw(null);
  await vi.waitFor(() => expect(dialog()?.closest('[inert]')).not.toBeNull());
  expect(dialog()?.querySelector('input')?.value).toBe('a.png');
  expect(dialog()?.textContent).toContain('About a.png');
  await vi.waitFor(() => expect(dialog()).toBeNull());
  draw({ name: 'b.png' });
  await vi.waitFor(() => expect(dialog()?.querySelector('input')?.value).toBe('b.png'));
  expect(dialog()?.closest('[inert]')).toBeNull();
  draw({ name: 'c.png' });
  await vi.waitFor(() => expect(dialog()?.querySelector('input')?.value).toBe('c.png'));
  root.unmount();
});
