import { describe, expect, it } from 'vitest';
import {
  accountVerdict,
  areKeysSwapped,
  bucketVerdict,
  domainVerdict,
  isStepComplete,
  keyIdVerdict,
  secretVerdict,
} from './verdicts';
import type { WizardFields } from './wizard-fields';
import { NEW_WIZARD } from './wizard-state';

const ID = '5a1f00d2c4f6a8b1e3d5c7f9a0b2c4d6';
const SECRET = 'ab'.repeat(32);

function fields(change: Partial<WizardFields>): WizardFields {
  return { ...NEW_WIZARD.fields, ...change };
}

function typed(value: string): Partial<WizardFields> {
  return { secret: { kind: 'typed', value } };
}

describe('verdicts', () => {
  it.each([
    [accountVerdict(fields({ account: '0d2c' })), 'account-length'],
    [keyIdVerdict(fields({ accessKeyId: SECRET })), 'key-id-is-secret'],
    [keyIdVerdict(fields({ accessKeyId: `${ID}0` })), 'key-id-length'],
    [keyIdVerdict(fields({ accessKeyId: `g${ID.slice(1)}` })), 'key-id-letters'],
    [secretVerdict(fields(typed(ID))), 'secret-is-key-id'],
    [bucketVerdict(fields({ bucket: 'Media' })), 'bucket-upper'],
    [bucketVerdict(fields({ bucket: 'my_media' })), 'bucket-letters'],
    [bucketVerdict(fields({ bucket: '-media' })), 'bucket-ends'],
    [bucketVerdict(fields({ bucket: 'media-' })), 'bucket-ends'],
    [bucketVerdict(fields({ bucket: 'me' })), 'bucket-short'],
    [bucketVerdict(fields({ bucket: 'm'.repeat(64) })), 'bucket-long'],
    [bucketVerdict(fields({ bucket: 'https://x/media' })), 'bucket-address'],
    [domainVerdict(fields({ publicDomain: `https://media.${ID}.r2.cloudflarestorage.com` })), 's3-endpoint'],
  ])('stops %o', (verdict, problem) => {
    expect(verdict).toMatchObject({ kind: 'bad', problem });
  });

  it.each([
    [keyIdVerdict(fields({ accessKeyId: ` ${ID}\n` }))],
    [secretVerdict(fields(typed(SECRET)))],
    [secretVerdict(fields({ secret: { kind: 'stored', connectionId: 'c' } }))],
    [bucketVerdict(fields({ bucket: '11flow-media' }))],
    [domainVerdict(fields({ publicDomain: 'media.example.com' }))],
    // Another store has rules of its own.
    [keyIdVerdict(fields({ endpoint: 'https://s3.example.com', accessKeyId: 'minioadmin' }))],
    [bucketVerdict(fields({ endpoint: 'https://s3.example.com', bucket: 'my.media_x' }))],
  ])('lets %o pass', (verdict) => {
    expect(verdict).toEqual({ kind: 'good' });
  });

  it('lets an odd secret pass with a word about it', () => {
    const odd = fields({ accessKeyId: ID, ...typed('short') });
    expect(secretVerdict(odd)).toMatchObject({ kind: 'odd', problem: 'secret-length', length: 5 });
    expect(isStepComplete('keys', odd)).toBe(true);
  });

  it('lets no API token stop what is not R2', () => {
    const unproven = fields({ accessKeyId: ID, ...typed(SECRET), apiToken: { kind: 'typed', value: 'x'.repeat(40) } });
    expect(isStepComplete('keys', unproven)).toBe(false);
    expect(isStepComplete('keys', { ...unproven, endpoint: 'https://s3.example.com' })).toBe(true);
  });

  it('sees keys in each other’s place', () => {
    expect(areKeysSwapped(fields({ accessKeyId: SECRET, ...typed(ID) }))).toBe(true);
    expect(areKeysSwapped(fields({ accessKeyId: ID, ...typed(SECRET) }))).toBe(false);
  });

  it('needs what a step asks for, and no public domain', () => {
    expect(isStepComplete('account', NEW_WIZARD.fields)).toBe(false);
    expect(isStepComplete('bucket', NEW_WIZARD.fields)).toBe(false);
    expect(isStepComplete('links', NEW_WIZARD.fields)).toBe(true);
  });
});
