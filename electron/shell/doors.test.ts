import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The program's own sources, without tests and what only they use. */
const SOURCES = ['electron', 'renderer', 'shared'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test(-support)?\.tsx?$/.test(name))
    .map(
      (name) =>
        [`${folder}/${name.split(path.sep).join('/')}`, readFileSync(path.join(ROOT, folder, name), 'utf8')] as const,
    ),
);

function filesThatSay(words: RegExp): readonly string[] {
  return SOURCES.filter(([, text]) => words.test(text)).map(([name]) => name);
}

// Each of these opens something; it stands in the one file that is looked at for it, or nowhere.
it.each<readonly [what: string, words: RegExp, where: readonly string[]]>([
  ['windows are made', /new BrowserWindow\(/, ['electron/shell/decoder-window.ts', 'electron/shell/window.ts']],
  ['views that are no windows', /new (WebContentsView|BrowserView)\(/, []],
  ['the system’s browser is opened', /\bshell\.openExternal\b/, ['electron/shell/open-external.ts']],
  ['files are opened with their program', /\bshell\.openPath\b/, []],
  ['a certificate is not believed', /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/, []],
  ['Chromium believes a certificate', /certificate-error|setCertificateVerifyProc|ignore-certificate-errors/, []],
  [
    'a page has more than it needs',
    /\b(webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures)\b/,
    [],
  ],
  ['Node is in a page', /nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webviewTag: true/, []],
  ['code is made of text in a page', /\b(executeJavaScript|new Function\(|(?<![.\w])eval\()/, []],
  ['markup is made of text in a page', /dangerouslySetInnerHTML|\.innerHTML\b|insertAdjacentHTML|\bouterHTML\b/, []],
  ['a page comes from a file', /\.loadFile\(|file:\/\//, []],
  ['memory is written when the app crashes', /crashReporter/, []],
])('%s', (_what, words, where) => {
  expect(filesThatSay(words)).toEqual(where);
});
