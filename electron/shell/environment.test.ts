import { expect, it } from 'vitest';
import { takeEnvironment } from './environment';

it('takes away every key that could be one of ours, another service’s token too: pages and children inherit the rest', () => {
  const keys = { R2_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', CF_API_TOKEN: 'c', REPLICATE_API_TOKEN: 'd' };
  const environment: NodeJS.ProcessEnv = { ...keys, PATH: '/bin' };
  expect(takeEnvironment(environment)).toEqual(keys);
  expect(environment).toEqual({ PATH: '/bin' });
});
