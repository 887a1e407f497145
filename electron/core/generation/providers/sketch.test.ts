import { expect, test } from 'vitest';
import { firstResult, NO_ENCODER, WEBM } from '../generation.test-support';
import { SketchProvider } from './sketch';

const never = new AbortController().signal;
const sketch = new SketchProvider(NO_ENCODER);

test('a film is made of a larger picture, so that there is room to move in', async () => {
  const size = { width: 640, height: 360 };
  const request = { model: 'sketch-film-1', prompt: 'Harbour at dusk', size, seed: 7, seconds: 5 };
  const { type, bytes, seed } = await firstResult(sketch, request, never);
  expect(type).toEqual({ contentType: 'video/webm', extension: 'webm' });
  expect(seed).toBe(7);
  expect(JSON.parse(bytes.subarray(WEBM.length).toString())).toEqual({
    picture: { width: 800, height: 450 },
    bytes: 800 * 450 * 3,
    ...size,
    seconds: 5,
    seed: 7,
  });
});

test('each model makes what it says, in sizes that an encoder takes', () => {
  const { models, demo } = sketch.info();
  expect(demo).toBe(true);
  expect(models.map(({ makes, seconds }) => [makes, seconds.length > 0])).toEqual([
    ['image', false],
    ['video', true],
  ]);
  for (const { width, height } of models.flatMap(({ sizes }) => sizes)) expect([width % 2, height % 2]).toEqual([0, 0]);
});
