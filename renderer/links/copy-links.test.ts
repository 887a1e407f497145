// @vitest-environment happy-dom
import type { ReactNode } from 'react';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { failure } from '../../shared/failure';
import type { CopiedLinks, ObjectLink } from '../../shared/link';
import { changeLanguage, startI18n } from '../i18n';
import { formatDateTime } from '../ui/format';
import { notify } from '../ui/notify';
import { tellCopied } from './copy-links';

const AT = Date.UTC(2026, 10, 30, 12);
const SIGNED: ObjectLink = { kind: 'presigned', url: 'https://store.example/a', expiresAt: AT, instead: null };
const PUBLIC: ObjectLink = { kind: 'public', url: 'https://media.example.com/a.png' };

beforeAll(() => startI18n('en'));
afterAll(() => changeLanguage('en'));

function textOf(links: Partial<CopiedLinks> & Pick<CopiedLinks, 'first'>): ReactNode {
  const told = [vi.spyOn(notify, 'good'), vi.spyOn(notify, 'info')];
  for (const one of told) one.mockReturnValue(undefined);
  tellCopied({ copied: 1, text: '', unreachable: 0, signed: 0, until: null, ...links });
  const [first] = told.flatMap((one) => one.mock.calls);
  for (const one of told) one.mockRestore();
  return first?.[0].text;
}

describe('a signed link', () => {
  it('that was asked for does not make its bucket a private one', () => {
    expect(textOf({ first: SIGNED, signed: 1, until: AT })).toBe(`Signed: the link works until ${formatDateTime(AT)}.`);
  });

  it('in place of a public one tells why in whole sentences', async () => {
    const first = { ...SIGNED, instead: failure('not-public', { host: 'media.example.com', bucket: 'b' }) };
    expect(textOf({ first })).toMatch(
      /^This is a signed link and works until .*\. The public link does not open: The /,
    );
    await changeLanguage('zh-CN');
    expect(textOf({ first })).toMatch(/^已复制签名链接，在 .* 前有效。公开链接打不开：对象已存在/);
    await changeLanguage('en');
  });
});

describe('several links', () => {
  it('are spoken of as several', () => {
    const signed = textOf({ copied: 5, first: SIGNED, signed: 5, until: AT });
    expect(signed).toBe(`Signed: they work until ${formatDateTime(AT)}.`);
    expect(textOf({ copied: 5, first: PUBLIC })).toBe('Public on media.example.com, and they open.');
  });
});
