import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';

vi.mock('electron', () => ({
  app: {},
  session: {},
  shell: {},
  protocol: {},
  nativeTheme: {},
  BrowserWindow: class {},
}));

const { mayRequest } = await import('./lockdown');
const { mayOpen, openExternal } = await import('./open-external');
const { fileUnder, MAIN_PAGE_POLICY } = await import('./app-protocol');
const { WEB_PREFERENCES } = await import('./window');
const { Log } = await import('./log');

describe('the page', () => {
  it('has neither Node nor Electron, and no switch beyond these', () => {
    expect(WEB_PREFERENCES).toEqual({
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      spellcheck: false,
    });
    expect(Object.isFrozen(WEB_PREFERENCES)).toBe(true);
  });

  it('lives under a policy without unsafe words', () => {
    const policy = MAIN_PAGE_POLICY('abc');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("'nonce-abc'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it.each([
    ['app://flow/index.html', true],
    ['media://thumb/abc?v=1', true],
    ['https://example.com/', false],
    ['http://127.0.0.1:9000/bucket', false],
    ['file:///etc/passwd', false],
    ['not a url', false],
  ])('may ask for %s: %s', (address, allowed) => {
    expect(mayRequest(address, null)).toBe(allowed);
  });

  it('may reach the development server where there is one, and no other', () => {
    expect(mayRequest('http://localhost:5173/main.tsx', 'http://localhost:5173/')).toBe(true);
    expect(mayRequest('ws://localhost:5173/', 'http://localhost:5173/')).toBe(true);
    expect(mayRequest('http://localhost:5174/', 'http://localhost:5173/')).toBe(false);
  });
});

describe('addresses for the browser', () => {
  it.each([
    ['https://dash.cloudflare.com/?to=/:account/r2', true],
    ['http://127.0.0.1:41999/a%20b.png', true],
    ['http://example.com/', false],
    ['https://user:pass@example.com/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['smb://host/share', false],
    ['', false],
  ])('%s: %s', (address, allowed) => {
    expect(mayOpen(address)).toBe(allowed);
  });

  it('refuses the rest loudly', async () => {
    await expect(openExternal('file:///etc/passwd')).rejects.toThrow();
  });
});

describe('files of app://', () => {
  it('are those below the root', () => {
    expect(fileUnder('/srv/app', '/assets/a.js')).toBe('/srv/app/assets/a.js');
  });

  it.each(['/', '/../secret', '/%2e%2e/secret', '/a/../../secret', '/..%2fsecret', '/%', '/a%00b'])(
    'are never outside: %s',
    (pathname) => {
      const file = fileUnder('/srv/app', pathname);
      expect(file === null || file.startsWith('/srv/app/')).toBe(true);
    },
  );
});

describe('the log', () => {
  it('keeps no secret', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'log-'));
    try {
      const log = new Log(folder, () => new Date(0));
      log.error('put', new Error(`put failed with ${'a'.repeat(64)}`));
      log.info('Refused: cfat_0123456789abcdef');
      const text = await log.tail(10_000);
      expect(text).toContain('put failed with [hidden]');
      expect(text).toContain('Refused: [hidden]');
      expect(text).toMatch(/\n    at /);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that cannot be written ends nothing: an uncaught error is told to it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'log-'));
    try {
      // In the place of a full disk: nothing can be added to a folder.
      await mkdir(path.join(folder, 'main.log'));
      const log = new Log(folder, () => new Date(0));
      expect(() => log.error('uncaught', new Error('a bug'))).not.toThrow();
      expect(() => log.info('still here')).not.toThrow();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
