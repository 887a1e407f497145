type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the app that is built looks for newer versions (`FLOW_MEDIA_UPDATE_FEED`, https), and the key by which it knows them
 * (`FLOW_MEDIA_UPDATE_KEY`, Ed25519, raw, Base64): both, or neither for a build without updates. As constants for the bundle.
 */
export function updateConstants(environment: Environment): Record<string, string> {
  const { FLOW_MEDIA_UPDATE_FEED: feed = '', FLOW_MEDIA_UPDATE_KEY: key = '' } = environment;
  if ((feed === '') !== (key === '')) throw new Error('FLOW_MEDIA_UPDATE_FEED and FLOW_MEDIA_UPDATE_KEY go together.');
  if (feed !== '' && !feed.startsWith('https://')) throw new Error('FLOW_MEDIA_UPDATE_FEED must begin with https://.');
  if (key !== '' && Buffer.from(key, 'base64').length !== 32)
    throw new Error('FLOW_MEDIA_UPDATE_KEY must be 32 bytes in Base64.');
  return { __UPDATE_FEED__: JSON.stringify(feed), __UPDATE_KEY__: JSON.stringify(key) };
}
