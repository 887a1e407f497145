import type {
  CheckLine,
  ConnectionProfile,
  ConnectionsState,
  ImportedConnection,
  ImportedPart,
  ImportPart,
  SecretStorage,
} from '../../shared/connection';
import { failure } from '../../shared/failure';

export const FAKE_CONNECTION_ID = 'c1';
export const FAKE_BUCKET = '11flow-media';
const ACCOUNT_ID = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';

const PROFILE: ConnectionProfile = {
  id: FAKE_CONNECTION_ID,
  name: FAKE_BUCKET,
  address: { kind: 'r2', accountId: ACCOUNT_ID, jurisdiction: 'default' },
  bucket: FAKE_BUCKET,
  publicBase: 'https://media.example.com',
  publicDomains: [
    { base: 'https://media.example.com', provenAt: Date.UTC(2026, 8, 3), transformations: true },
    { base: 'https://pub-1a2b3c4d5e6f.r2.dev', provenAt: null, transformations: false },
  ],
  accessKeyId: '5a1f00d2c4f6a8b1e3d5c7f9a0b2c4d6',
  secret: 'stored',
  apiToken: 'none',
  rights: { write: true, delete: true, listBuckets: true },
  createdAt: Date.UTC(2026, 8, 3),
  keysSince: Date.UTC(2026, 6, 3),
  keysRemindedAt: null,
  keysTerm: { from: null, until: Date.UTC(2027, 2, 1) },
  apiTokenTerm: null,
  reachAccepted: false,
};

const OTHERS: readonly ConnectionProfile[] = [
  {
    ...PROFILE,
    id: 'c2',
    name: 'archive',
    bucket: 'archive-2025',
    address: { kind: 'r2', accountId: ACCOUNT_ID, jurisdiction: 'eu' },
    publicBase: null,
    publicDomains: [],
  },
  {
    ...PROFILE,
    id: 'c3',
    name: 'sandbox',
    bucket: 'sandbox',
    address: { kind: 'sandbox' },
    publicBase: 'http://127.0.0.1:41231',
    publicDomains: [{ base: 'http://127.0.0.1:41231', provenAt: null, transformations: false }],
  },
];

function makeFirst(scene: string): ConnectionProfile {
  if (scene === 'locked') return { ...PROFILE, secret: 'missing' };
  if (scene === 'passphrase') return { ...PROFILE, secret: 'locked' };
  return scene === 'read-only' ? { ...PROFILE, rights: { write: false, delete: false, listBuckets: false } } : PROFILE;
}

/** The connections of a scene: none (the wizard), one, several, one without its secret. */
export function makeConnections(scene: string): ConnectionsState {
  const storage: SecretStorage =
    scene === 'passphrase'
      ? { kind: 'passphrase', lock: 'locked', keychain: false }
      : scene === 'no-keychain' || scene === 'locked'
        ? { kind: 'session-only' }
        : { kind: 'keychain', backend: 'gnome_libsecret' };
  if (scene === 'wizard' || scene === 'no-keychain') return { profiles: [], activeId: null, storage };
  const first: ConnectionProfile = makeFirst(scene);
  const profiles = scene === 'full' ? [first, ...OTHERS] : [first];
  return { profiles, activeId: FAKE_CONNECTION_ID, storage };
}

/** How a check goes: all well, or as a bucket name with `fail` in it asks. */
export function checkStory(bucket: string, publicBase: string | null): CheckLine[] {
  const passed = (name: CheckLine['name'], facts: Record<string, string | number>): CheckLine => ({
    name,
    outcome: { kind: 'passed', ms: 84, facts },
  });
  if (bucket.includes('fail'))
    return [
      {
        name: 'list',
        outcome: {
          kind: 'failed',
          failure: failure('no-such-bucket', { bucket }, '404 NoSuchBucket: The specified bucket does not exist.'),
        },
      },
      { name: 'write', outcome: { kind: 'failed', failure: failure('no-such-bucket', { bucket }) } },
      { name: 'read', outcome: { kind: 'skipped', reason: 'needs-write' } },
      { name: 'delete', outcome: { kind: 'skipped', reason: 'needs-write' } },
      {
        name: 'public-read',
        outcome: { kind: 'skipped', reason: publicBase === null ? 'no-public-domain' : 'needs-write' },
      },
      { name: 'cors', outcome: { kind: 'skipped', reason: publicBase === null ? 'no-public-domain' : 'needs-write' } },
      { name: 'clock', outcome: { kind: 'failed', failure: failure('clock-skew', { minutes: 74 }) } },
    ];
  if (bucket.includes('read-only'))
    return [
      passed('list', { objects: 128 }),
      {
        name: 'write',
        outcome: { kind: 'failed', failure: failure('access-denied', { bucket }, 'AccessDenied: Access Denied') },
      },
      passed('read', { bytes: 1 }),
      { name: 'delete', outcome: { kind: 'skipped', reason: 'needs-write' } },
      { name: 'public-read', outcome: { kind: 'skipped', reason: 'no-public-domain' } },
      { name: 'cors', outcome: { kind: 'skipped', reason: 'no-public-domain' } },
      passed('clock', { seconds: 0 }),
    ];
  const rights = [
    passed('list', { objects: 128 }),
    passed('write', { bytes: 1024 }),
    passed('read', { bytes: 1024 }),
    passed('delete', {}),
  ];
  const clock = passed('clock', { seconds: 1 });
  if (publicBase?.includes('open') === true)
    return [...rights, passed('public-read', { host: new URL(publicBase).host }), passed('cors', { anyone: 0 }), clock];
  return [
    ...rights,
    publicBase === null
      ? { name: 'public-read', outcome: { kind: 'skipped', reason: 'no-public-domain' } }
      : {
          name: 'public-read',
          outcome: {
            kind: 'failed',
            failure: failure('not-public', { host: new URL(publicBase).host, bucket }, '401'),
          },
        },
    {
      name: 'cors',
      outcome: { kind: 'skipped', reason: publicBase === null ? 'no-public-domain' : 'needs-public-read' },
    },
    clock,
  ];
}

const NAMES: readonly (readonly [ImportPart, string])[] = [
  ['address', 'R2_ENDPOINT_URL'],
  ['access-key-id', 'R2_ACCESS_KEY_ID'],
  ['secret', 'R2_SECRET_ACCESS_KEY'],
  ['bucket', 'R2_BUCKET_NAME'],
  ['public-domain', 'R2_PUBLIC_DOMAIN'],
  ['api-token', 'CLOUDFLARE_API_TOKEN'],
];

/** What an import would find in a text: enough of it to walk the wizard. Sections make several. */
export function readFakeImport(text: string): readonly ImportedConnection[] {
  const sections = text.split(/^\[([\w-]+)\]$/m);
  if (sections.length === 1) return readFakeSection(text, null);
  return sections.flatMap((name, index) => (index % 2 === 1 ? readFakeSection(sections[index + 1] ?? '', name) : []));
}

function readFakeSection(text: string, name: string | null): readonly ImportedConnection[] {
  const values = new Map(
    text.split('\n').flatMap((line) => {
      const [, as, value] = /^\s*(?:export\s+)?(\w+)\s*=\s*["']?(.*?)["']?\s*$/.exec(line) ?? [];
      return as !== undefined && value !== undefined && NAMES.some(([, known]) => known === as)
        ? [[as, value] as const]
        : [];
    }),
  );
  if (values.size === 0) return [];
  const domain = values.get('R2_PUBLIC_DOMAIN') ?? null;
  const isS3 = domain?.includes('r2.cloudflarestorage.com') ?? false;
  const stateOf = (as: string): ImportedPart['state'] =>
    !values.has(as) ? 'missing' : isS3 && as === 'R2_PUBLIC_DOMAIN' ? 'left-out' : 'found';
  return [
    {
      name,
      address: values.has('R2_ENDPOINT_URL') ? PROFILE.address : null,
      bucket: values.get('R2_BUCKET_NAME') ?? null,
      publicBase: isS3 ? null : domain,
      accessKeyId: values.get('R2_ACCESS_KEY_ID') ?? null,
      heldSecretId: values.has('R2_SECRET_ACCESS_KEY') ? 'held-1' : null,
      heldTokenId: values.has('CLOUDFLARE_API_TOKEN') ? 'held-token' : null,
      parts: NAMES.map(([part, as]) => ({ part, as: values.has(as) ? as : null, state: stateOf(as) })),
      warnings: isS3 ? ['public-domain-is-s3-endpoint'] : [],
    },
  ];
}

/** The file that a scene's file dialog picks. */
export const FAKE_ENV_FILE = `R2_ACCESS_KEY_ID=${PROFILE.accessKeyId}
R2_SECRET_ACCESS_KEY=${'ab'.repeat(32)}
R2_BUCKET_NAME=${FAKE_BUCKET}
R2_ENDPOINT_URL=https://${ACCOUNT_ID}.r2.cloudflarestorage.com
R2_PUBLIC_DOMAIN=https://${FAKE_BUCKET}.${ACCOUNT_ID}.r2.cloudflarestorage.com
`;
