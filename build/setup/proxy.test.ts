import { expect, it } from 'vitest';
import { proxyOf, throughProxy } from './proxy.mjs';

it.each(['HTTPS_PROXY', 'https_proxy', 'npm_config_https_proxy', 'npm_config_proxy'])('%s names a proxy', (name) => {
  expect(proxyOf({ [name]: 'http://proxy.example:3128' })).toEqual({ name, address: 'http://proxy.example:3128' });
});

it('a variable without a word in it names none', () => {
  expect(proxyOf({})).toBeUndefined();
  expect(proxyOf({ HTTPS_PROXY: '', npm_config_proxy: '' })).toBeUndefined();
  expect(proxyOf({ HTTPS_PROXY: '', npm_config_proxy: 'http://npm.example' })?.name).toBe('npm_config_proxy');
});

it('an address may lack its scheme', () => {
  expect(proxyOf({ https_proxy: 'proxy.example:8080' })?.address).toBe('http://proxy.example:8080');
});

it('an empty small name does not hide the proxy from the installer', () => {
  const env = {
    https_proxy: '',
    npm_config_proxy: 'http://npm.example',
    ...throughProxy({ address: 'http://npm.example' }),
  };
  expect(env).toMatchObject({
    ELECTRON_GET_USE_PROXY: '1',
    HTTPS_PROXY: 'http://npm.example',
    https_proxy: 'http://npm.example',
  });
});
