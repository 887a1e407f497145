import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure } from '../../shared/failure';
import { answerOtherwise, closeApp, found } from '../app-page.test-support';
import { AppProviders } from '../AppProviders';
import { installBridge } from '../bridge';
import { FakeApp } from '../fake/app';
import { fakeBridge } from '../fake-bridge';
import { startI18n } from '../i18n';
import { connectMirror } from '../mirror';
import { readNavigation } from '../navigation';
import { CloudflareCard } from './CloudflareCard';

let root: Root;
const app = new FakeApp(new URLSearchParams({ scene: 'full', language: 'en' }), 0);

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  installBridge(fakeBridge(app));
  answerOtherwise('usage.cloudflare', async () => ({ ok: false, failure: failure('api-token-missing') }));
  await connectMirror();
  await startI18n('en');
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  closeApp();
  vi.unstubAllGlobals();
});

it('leads to the connection whose token is missing, not to the open one', async () => {
  const profile = app.state.slices.connections.profiles.find(({ id }) => id === 'c2');
  if (profile === undefined) throw new Error('There is no other connection.');
  await act(async () =>
    root.render(
      <AppProviders env="test">
        <CloudflareCard profile={{ ...profile, apiToken: 'stored' }} month="2026-11" />
      </AppProviders>,
    ),
  );
  const edit = await found(() => document.querySelector<HTMLElement>('button'));
  edit.click();
  expect(readNavigation().setup).toEqual({ kind: 'edit', connectionId: 'c2', step: 'keys' });
});
