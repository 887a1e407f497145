import { describe, expect, it } from 'vitest';
import type { ConnectionProfile } from '../../../shared/connection';
import { NO_GENERATION } from '../../../shared/generation-state';
import { EMPTY_LIBRARY } from '../../../shared/library';
import { LOCAL_API_OFF } from '../../../shared/local-api';
import { DEFAULT_SETTINGS } from '../../../shared/settings';
import type { StateSlices } from '../../../shared/state';
import { EMPTY_TRANSFER_SUMMARY } from '../../../shared/transfer';
import { EMPTY_USAGE } from '../../../shared/usage';
import { EMPTY_WATCH } from '../../../shared/watch';
import { diagnosticsReport } from './report';

const profile: ConnectionProfile = {
  id: 'c1',
  name: 'holiday',
  bucket: 'holiday-films',
  accessKeyId: '0123456789abcdef0123456789abcdef',
  address: { kind: 'r2', accountId: 'fedcba9876543210fedcba9876543210', jurisdiction: 'eu' },
  publicBase: 'https://films.example.com',
  publicDomains: [{ base: 'https://films.example.com', provenAt: 1, transformations: false }],
  secret: 'stored' as const,
  apiToken: 'none' as const,
  createdAt: 0,
  rights: { write: true, delete: null, listBuckets: null },
  keysSince: 0,
  keysRemindedAt: null,
  keysTerm: null,
  apiTokenTerm: null,
  reachAccepted: false,
};

const slices: StateSlices = {
  settings: {
    ...DEFAULT_SETTINGS,
    linkTemplates: [{ id: 't1', name: 'Forum of Mila', text: 'https://forum.example.com/?token=abc&u={url}' }],
    generatedNames: 'clients/Mila/{seed}',
    promptsInFiles: { c1: true },
  } as StateSlices['settings'],
  connections: { profiles: [profile], activeId: 'c1', storage: { kind: 'keychain', backend: 'gnome_libsecret' } },
  library: { ...EMPTY_LIBRARY, objectCount: 12 },
  transfers: {
    summary: { ...EMPTY_TRANSFER_SUMMARY, counts: { ...EMPTY_TRANSFER_SUMMARY.counts, done: 3, failed: 2 } },
    revision: 0,
    regrouped: 0,
    changed: [],
    listings: [],
  },
  generation: NO_GENERATION,
  check: null,
  usage: EMPTY_USAGE,
  watch: EMPTY_WATCH,
  localApi: LOCAL_API_OFF,
  updates: { kind: 'current', checkedAt: null },
};

describe('the report for whoever helps', () => {
  const failures = ['access-denied', 'offline', 'access-denied'];
  const text = diagnosticsReport({
    program: ['Flow Media 1.2.3'],
    slices,
    failures,
    log: 'old\n'.repeat(400) + 'last',
  });

  it('has counts, choices and the end of the log', () => {
    expect(text).toContain('Flow Media 1.2.3');
    expect(text).toContain('R2 (eu); secret stored; API token none; 1 public domains, 1 proven; write true');
    expect(text).toContain('Transfers: 2 failed, 3 done');
    expect(text).toContain('Failed by: 2 access-denied, 1 offline');
    expect(text).toContain('"theme": "system"');
    expect(text.trimEnd().endsWith('last')).toBe(true);
    expect(text.match(/^old$/gm)).toHaveLength(149);
  });

  it('names no bucket, account, domain, key or template', () => {
    for (const name of ['holiday', '0123456789abcdef', 'fedcba98', 'example.com', 'Mila', 'abc&', 'clients/'])
      expect(text).not.toContain(name);
  });
});
