import { describe, expect, it } from 'vitest';
import { updateConstants } from './update-source';

const FLOW_MEDIA_UPDATE_FEED = 'https://updates.example.com/';
const FLOW_MEDIA_UPDATE_KEY = Buffer.alloc(32, 1).toString('base64');

describe('what a build is told of updates', () => {
  it('is both, or nothing', () => {
    expect(updateConstants({})).toEqual({ __UPDATE_FEED__: '""', __UPDATE_KEY__: '""' });
    expect(updateConstants({ FLOW_MEDIA_UPDATE_FEED, FLOW_MEDIA_UPDATE_KEY })).toEqual({
      __UPDATE_FEED__: JSON.stringify(FLOW_MEDIA_UPDATE_FEED),
      __UPDATE_KEY__: JSON.stringify(FLOW_MEDIA_UPDATE_KEY),
    });
  });

  it.each([
    { FLOW_MEDIA_UPDATE_FEED },
    { FLOW_MEDIA_UPDATE_KEY },
    { FLOW_MEDIA_UPDATE_FEED: 'http://updates.example.com/', FLOW_MEDIA_UPDATE_KEY },
    { FLOW_MEDIA_UPDATE_FEED, FLOW_MEDIA_UPDATE_KEY: 'c2hvcnQ=' },
  ])('ends the build otherwise (%#)', (environment) => {
    expect(() => updateConstants(environment)).toThrow('FLOW_MEDIA_UPDATE');
  });
});
