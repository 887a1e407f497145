// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import { changeLanguage, startI18n } from '../i18n';
import { failureWords } from './failure-words';

beforeAll(() => startI18n('en'));
afterAll(() => changeLanguage('en'));

describe('what others call by names of their own', () => {
  it('is said in the words of the page: jurisdictions', async () => {
    const elsewhere = failure('other-jurisdiction', { bucket: 'pictures', jurisdiction: 'eu' });
    const help =
      'The bucket pictures is in “European Union”, not in the jurisdiction that was chosen. Choose “European Union” instead.';
    expect(failureWords(elsewhere).help).toBe(help);
    await changeLanguage('zh-CN');
    expect(failureWords(elsewhere).help).toBe('存储桶 pictures 位于“欧盟”，而不是所选的管辖区。请改选“欧盟”。');
    await changeLanguage('en');
  });

  it('is said in the words of the page: states of a token, but for those that are not known', async () => {
    const help = (status: string): string => failureWords(failure('api-token-inactive', { status })).help;
    expect(help('expired')).toMatch(/^Cloudflare says that it is expired\. /);
    expect(help('disabled')).toMatch(/^Cloudflare says that it is switched off\. /);
    expect(help('resting')).toMatch(/^Cloudflare says that it is resting\. /);
    await changeLanguage('zh-CN');
    expect(help('expired')).toContain('“已过期”');
    expect(help('disabled')).toContain('“已停用”');
    await changeLanguage('en');
  });

  it('of a server’s answer is not taken for the state of a token', () => {
    expect(failureWords(failure('access-denied', { status: 403, bucket: 'b' })).help).toContain(
      '“Object Read & Write”',
    );
  });
});
