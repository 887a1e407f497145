// @vitest-environment happy-dom
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { failure } from '../../shared/failure';
import { startI18n } from '../i18n';
import { failureSentences } from './failure-words';
import { notify } from './notify';
import { sentences } from './sentences';
import { tellAdded } from './upload';

beforeAll(() => startI18n('zh-CN'));
afterAll(() => startI18n('en'));

it('end as sentences do in Chinese', () => {
  expect(failureSentences(failure('passphrase-wrong'))).toBe('口令不正确。请检查大小写和输入法，然后再试一次。');
});

it('end so where they are put together of what was added and what was left out', () => {
  const told = vi.spyOn(notify, 'info').mockReturnValue(undefined);
  const nothing = { totalBytes: 1, hidden: 2, mended: 1, skipped: [], skippedCount: 3 };
  tellAdded({ ...nothing, added: 1 }, 'c1');
  const text = told.mock.calls[0]?.[0].text;
  told.mockRestore();
  expect(text).toContain('未包含 2 个隐藏文件或文件夹。');
  expect(text).not.toMatch(/\./);
  expect(text).not.toMatch(/。\s/);
});

it('stand beside each other without a blank, and what is not said leaves none', () => {
  expect(sentences('已添加。', '', '未包含。', '')).toBe('已添加。未包含。');
  expect(sentences('', '')).toBe('');
});
