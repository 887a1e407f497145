import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure } from '../../shared/failure';
import { AppProviders } from '../AppProviders';
import { installBridge } from '../bridge';
import { FakeApp } from '../fake/app';
import { fakeBridge } from '../fake-bridge';
import { startI18n } from '../i18n';
import { connectMirror } from '../mirror';
import { TransferRow } from './TransferRow';

let root: Root;
const app = new FakeApp(new URLSearchParams({ scene: 'full', language: 'en' }), 0);

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  installBridge(fakeBridge(app));
  await connectMirror();
  await startI18n('en');
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it('shows why it failed, and is not read out each time that it comes into view', async () => {
  const [item] = app.items;
  if (item === undefined) throw new Error('Nothing is on the list.');
  const failed = {
    ...item,
    state: { kind: 'failed', failure: failure('access-denied', { bucket: 'media' }) },
  } as const;
  await act(async () =>
    root.render(
      <AppProviders env="test">
        <TransferRow item={failed} onDecide={() => undefined} />
      </AppProviders>,
    ),
  );
  expect(document.body.textContent).toContain('The token may not do this');
  expect(document.querySelector('[role="alert"]')).toBeNull();
});
