/** What a name in a pasted text stands for. */
export type Meaning =
  | 'access-key-id'
  | 'secret'
  | 'bucket'
  | 'endpoint'
  | 'account'
  | 'public-domain'
  | 'api-token'
  | 'jurisdiction'
  | 'region'
  | 'style'
  | 'session-token';

/** What a name says. */
export interface KnownName {
  readonly meaning: Meaning;
  /** The words before those that tell the meaning, in small letters: `r2`, `next public r2`; '' where there are none. */
  readonly family: string;
  /**
   * How surely a bucket in R2 is meant, 0 the most: R2's or Cloudflare's own name, one of theirs among other words, one of any S3
   * store or without a family, one of something else.
   */
  readonly rank: 0 | 1 | 2 | 3;
}

/**
 * Names are compared without case, blanks, `_` and `-`, by their ends: `R2_ACCESS_KEY_ID`, `aws_access_key_id`, `accessKeyId` and
 * the dashboard's “Access Key ID” are one. The first that fits counts; what it leaves before it is the family. The Chinese ones are
 * the dashboard's own.
 */
const BY_END: readonly (readonly [RegExp, Meaning])[] = [
  [/(?:session|security)token$/, 'session-token'],
  [
    /(?:secretaccesskey|accesskeysecret|secretkey|accesssecret|keysecret|机密访问密钥|秘密访问密钥|機密存取金鑰)$/,
    'secret',
  ],
  [/(?<=^(?:r2|s3|aws|cloudflare)?)secret$/, 'secret'],
  [/(?:accesskeyid|accesskey|keyid|访问密钥id|訪問密鑰id|存取金鑰id)$/, 'access-key-id'],
  [/(?:apitoken|tokenvalue|令牌值|api令牌|權杖值)$/, 'api-token'],
  [/(?<=^(?:cloudflare|cf|r2))token$/, 'api-token'],
  [/(?:accountid|accounttag|账户id|帐户id|账号id|帳戶id)$/, 'account'],
  [/(?<=^(?:r2|cloudflare|cf))account$/, 'account'],
  // Not rclone's `no_check_bucket`, which is a switch.
  [/(?:bucketname|(?<!check)bucket|存储桶名称|存储桶|桶名称)$/, 'bucket'],
  [
    /(?:publicdomain|publicurl|publicbaseurl|publicbase|publichost|customdomain|publicdevelopmenturl|cdnurl|cdndomain)$/,
    'public-domain',
  ],
  [/(?:(?<=r2)devurl|bucketurl|bucketdomain|公共开发url|公开访问url|自定义域)$/, 'public-domain'],
  [/(?<=^(?:r2|s3|storage))domain$/, 'public-domain'],
  [/(?:endpoint|endpointurl|endpointurls3|s3api|s3apiurl|s3url|s3host|终结点|终端节点|端点)$/, 'endpoint'],
  [/(?:jurisdiction|管辖区|管辖权)$/, 'jurisdiction'],
  [/(?:forcepathstyle|usepathstyle|usepathstyleendpoint|addressingstyle)$/, 'style'],
  [/(?<=^(?:r2|s3|aws|storage)?)(?:default)?region(?:name)?$/, 'region'],
];

/** What a name could stand for, whosever it is; null for names of other things. */
export function meaningOf(name: string): Meaning | null {
  return endOf(name)?.meaning ?? null;
}

/** What a name says; null for names of other things, and for another service's API token, which is none of Cloudflare's business. */
export function readName(name: string): KnownName | null {
  const end = endOf(name);
  if (end === null) return null;
  const words = wordsBefore(name, end.at);
  const rank = rankOf(words);
  const isForeign = end.meaning === 'api-token' && rank > 1 && words.some((word) => !NEUTRAL_WORDS.has(word));
  return isForeign ? null : { meaning: end.meaning, family: words.join(' '), rank };
}

function endOf(name: string): { readonly meaning: Meaning; readonly at: number } | null {
  const plain = name.toLowerCase().replace(/[\s_.-]/g, '');
  for (const [end, meaning] of BY_END) {
    const at = plain.search(end);
    if (at !== -1) return { meaning, at };
  }
  return null;
}

const R2_WORDS: ReadonlySet<string> = new Set(['r2', 'cloudflare', 'cf']);
/** They say whose or what for, not of which service: Terraform's `TF_VAR_api_token`, a framework's `NEXT_PUBLIC_…`. */
const NEUTRAL_WORDS: ReadonlySet<string> = new Set('tf var user account my next public vite nuxt react app'.split(' '));
const STORE_WORDS: ReadonlySet<string> = new Set(['s3', 'aws', 'storage']);

function rankOf(words: readonly string[]): KnownName['rank'] {
  const isOfStores = words.every((word) => R2_WORDS.has(word) || STORE_WORDS.has(word));
  if (words.some((word) => R2_WORDS.has(word))) return isOfStores ? 0 : 1;
  return isOfStores ? 2 : 3;
}

/** The words of a name (`r2AccessKeyId` has four) in the first `length` of its characters that count. */
function wordsBefore(name: string, length: number): string[] {
  const apart = name.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
  let left = length;
  return apart.split(/[\s_.-]+/).flatMap((word) => {
    const own = word.slice(0, left);
    left -= own.length;
    return own === '' ? [] : [own];
  });
}
