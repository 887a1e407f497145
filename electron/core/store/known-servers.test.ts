import { expect, it } from 'vitest';
import { decidesAbsent } from './known-servers';

it.each([
  ['abc.r2.cloudflarestorage.com', true],
  ['abc.eu.r2.cloudflarestorage.com', true],
  ['s3.eu-west-1.amazonaws.com', true],
  ['127.0.0.1', true],
  ['storage.example.com', false],
  ['r2.cloudflarestorage.com.example.com', false],
  ['fakeamazonaws.com', false],
])('%s is known to refuse a taken key by itself: %s', (hostname, known) => {
  expect(decidesAbsent(hostname)).toBe(known);
});
