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

/**
 * Names are compared without case, blanks, `_` and `-`, by their ends: `R2_ACCESS_KEY_ID`, `aws_access_key_id`, `accessKeyId` and
 * the dashboard's “Access Key ID” are one. The first that fits counts. The Chinese ones are the dashboard's own.
 */
const BY_END: readonly (readonly [RegExp, Meaning])[] = [
  [/(?:session|security)token$/, 'session-token'],
  [
    /(?:secretaccesskey|accesskeysecret|secretkey|accesssecret|keysecret|机密访问密钥|秘密访问密钥|機密存取金鑰)$/,
    'secret',
  ],
  [/^(?:r2|s3|aws|cloudflare)?secret$/, 'secret'],
  [/(?:accesskeyid|accesskey|keyid|访问密钥id|訪問密鑰id|存取金鑰id)$/, 'access-key-id'],
  [/(?:apitoken|tokenvalue|令牌值|api令牌|權杖值)$/, 'api-token'],
  [/^(?:cloudflare|cf|r2)token$/, 'api-token'],
  [/(?:accountid|accounttag|账户id|帐户id|账号id|帳戶id)$/, 'account'],
  [/^(?:r2|cloudflare|cf)account$/, 'account'],
  // Not rclone's `no_check_bucket`, which is a switch.
  [/(?:bucketname|(?<!check)bucket|存储桶名称|存储桶|桶名称)$/, 'bucket'],
  [
    /(?:publicdomain|publicurl|publicbaseurl|publicbase|publichost|customdomain|publicdevelopmenturl|cdnurl|cdndomain)$/,
    'public-domain',
  ],
  [/(?:r2devurl|bucketurl|bucketdomain|公共开发url|公开访问url|自定义域)$/, 'public-domain'],
  [/^(?:r2|s3|storage)domain$/, 'public-domain'],
  [/(?:endpoint|endpointurl|endpointurls3|s3api|s3apiurl|s3url|s3host|终结点|终端节点|端点)$/, 'endpoint'],
  [/(?:jurisdiction|管辖区|管辖权)$/, 'jurisdiction'],
  [/(?:forcepathstyle|usepathstyle|usepathstyleendpoint|addressingstyle)$/, 'style'],
  [/^(?:r2|s3|aws|storage)?(?:default)?region(?:name)?$/, 'region'],
];

/** What a name stands for; null for names of other things. */
export function meaningOf(name: string): Meaning | null {
  const plain = name.toLowerCase().replace(/[\s_.-]/g, '');
  return BY_END.find(([end]) => end.test(plain))?.[1] ?? null;
}
