import { z } from 'zod';
import type { PublicDomain } from '../../../shared/connection';
import { ADDRESSING_STYLES, UNKNOWN_RIGHTS } from '../../../shared/connection';
import { parsePublicBase } from '../../../shared/links';
import { JURISDICTIONS } from '../../../shared/r2';
import { domainsWith } from './public-domains';

/**
 * How profiles are kept on disk. A change of shape takes a new version and a migration of the old one. Version 3 did not know since
 * when a connection has had its keys, version 2 neither API tokens nor any but path-style addresses, version 1 one public base and
 * no list.
 */
const PROFILES_VERSION = 4;

const address = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('r2'), accountId: z.string(), jurisdiction: z.enum(JURISDICTIONS) }),
  z.object({
    kind: z.literal('endpoint'),
    endpoint: z.string(),
    region: z.string(),
    style: z.enum(ADDRESSING_STYLES).default('path'),
  }),
  z.object({ kind: z.literal('sandbox') }),
]);

const publicDomain = z.object({ base: z.string(), provenAt: z.number().nullable(), transformations: z.boolean() });

// Not by `readonly()`, which freezes even what does not fit, and throws where that is a view of bytes (zod 4).
const publicDomains: z.ZodType<readonly PublicDomain[]> = z.array(publicDomain);

const moment = z.number().nullable();
const tokenTerm = z.object({ from: moment, until: moment }).nullable().default(null);

const storedProfile = z.object({
  id: z.string().min(1),
  name: z.string(),
  address,
  bucket: z.string().min(1),
  publicBase: z.string().nullable(),
  publicDomains,
  accessKeyId: z.string(),
  createdAt: z.number(),
  keysSince: z.number(),
  keysRemindedAt: z.number().nullable(),
  /** Ciphertext of the operating system's keychain; null where it could not be kept, or is not ours to keep. */
  sealedSecret: z.string().nullable(),
  /** Ciphertext of the Cloudflare API token; null where there is none. */
  sealedApiToken: z.string().nullable().default(null),
  /** Not known of those that were kept before there was this. */
  rights: z
    .object({
      write: z.boolean().nullable(),
      delete: z.boolean().nullable(),
      listBuckets: z.boolean().nullable().default(null),
    })
    .default(UNKNOWN_RIGHTS),
  reachAccepted: z.boolean().default(false),
  keysTerm: tokenTerm,
  apiTokenTerm: tokenTerm,
});
export type StoredProfile = Readonly<z.infer<typeof storedProfile>>;

type Version = 1 | 2 | 3 | typeof PROFILES_VERSION;

const version1 = z.looseObject({ publicBase: z.string().nullable() });
/** The keys are as old as the connection, as far as anyone knows. */
const version3 = z.looseObject({ createdAt: z.number() });

function migrated(row: unknown, version: Version): unknown {
  if (version === PROFILES_VERSION) return row;
  const oldest = version === 1 ? version1.safeParse(row).data : undefined;
  const listed = oldest === undefined ? row : { ...oldest, publicDomains: domainsWith(null, oldest.publicBase) };
  const old = version3.safeParse(listed).data;
  return old === undefined ? listed : { ...old, keysSince: old.createdAt, keysRemindedAt: null };
}

const file = z.object({
  version: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(PROFILES_VERSION)]),
  activeId: z.string().nullable(),
  profiles: z.array(z.unknown()),
});

export interface Profiles {
  readonly activeId: string | null;
  readonly profiles: readonly StoredProfile[];
}

/** Where the profiles lie; the shell keeps them in a file of its own. */
export interface ProfileStorage {
  /** What was written last; undefined or null when nothing was. Throws when the file cannot be read as what it should be. */
  read(): unknown;
  /** Replaces it, whole or not at all. */
  write(value: unknown): void;
  /** Puts what is there aside under another name, so that the next `write` does not destroy it. */
  setAside(): void;
}

/** Reads the profiles. What cannot be understood is set aside whole; what of it can be is taken over. */
export function readProfiles(storage: ProfileStorage): Profiles {
  const content = contentOf(storage);
  if (content === undefined || content === null) return { activeId: null, profiles: [] };
  const parsed = file.safeParse(content);
  const version = parsed.success ? parsed.data.version : PROFILES_VERSION;
  const found = parsed.success ? parsed.data.profiles : [];
  const rows = found.map((row) => storedProfile.safeParse(migrated(row, version)));
  const read = rows.flatMap((row) => (row.success ? [row.data] : []));
  const profiles = read.map(withoutBrokenBases);
  const wanted = parsed.success ? parsed.data.activeId : null;
  const activeId = profiles.some((one) => one.id === wanted) ? wanted : (profiles[0]?.id ?? null);
  const understood = { activeId, profiles };
  if (!parsed.success || profiles.some((one, index) => one !== read[index]) || profiles.length < rows.length) {
    storage.setAside();
    writeProfiles(storage, understood);
  }
  return understood;
}

/** Links are made of bases wherever they are shown, so that one that is no address would be in the way of the whole connection. */
function withoutBrokenBases(profile: StoredProfile): StoredProfile {
  const isBase = (base: string): boolean => parsePublicBase(base).ok;
  const publicDomains = profile.publicDomains.filter(({ base }) => isBase(base));
  const isWhole = publicDomains.length === profile.publicDomains.length;
  if (isWhole && (profile.publicBase === null || isBase(profile.publicBase))) return profile;
  return { ...profile, publicDomains, publicBase: publicDomains[0]?.base ?? null };
}

/** Something that no schema accepts: the file is there and is not even JSON. */
const UNREADABLE = 'unreadable';

function contentOf(storage: ProfileStorage): unknown {
  try {
    return storage.read();
  } catch {
    return UNREADABLE;
  }
}

export function writeProfiles(storage: ProfileStorage, { activeId, profiles }: Profiles): void {
  storage.write({ version: PROFILES_VERSION, activeId, profiles });
}
