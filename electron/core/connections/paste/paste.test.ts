import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportWarning } from '../../../../shared/connection';
import { readEnvironment, readPaste, type ReadPaste } from './paste';

const ACCOUNT = '0123456789abcdef0123456789abcdef';
const OTHER_ACCOUNT = 'fedcba9876543210fedcba9876543210';
const ID = 'a1'.repeat(16);
const TOKEN = `cfut_${'Tk3n_-Ab'.repeat(5)}0a1b2c3d`;
const SECRET = createHash('sha256').update(TOKEN).digest('hex');
const OLD_TOKEN = 'Qw3rTy_-'.repeat(5);
const HOST = `https://${ACCOUNT}.r2.cloudflarestorage.com`;
const R2 = { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' } as const;
const GUIDE = [
  `R2_ACCESS_KEY_ID=${ID}`,
  `R2_SECRET_ACCESS_KEY=${SECRET}`,
  'R2_BUCKET_NAME=11flow-media',
  `R2_ENDPOINT_URL=${HOST}`,
  'R2_PUBLIC_DOMAIN=https://pub-123.r2.dev',
];
const PAIR = { accessKeyId: ID, secret: SECRET };
const PLACED = { ...PAIR, address: R2 };
const WHOLE = { ...PLACED, bucket: '11flow-media', publicBase: 'https://pub-123.r2.dev' };

type Values = Partial<Pick<ReadPaste, 'address' | 'bucket' | 'publicBase' | 'accessKeyId' | 'secret' | 'apiToken'>>;
type Row = readonly [what: string, text: string, values: Values, warnings?: readonly ImportWarning[]];
const NOTHING = { address: null, bucket: null, publicBase: null, accessKeyId: null, secret: null, apiToken: null };

/** The one connection in a text, with all that it does not hold as null. */
function valuesOf({ address, bucket, publicBase, accessKeyId, secret, apiToken }: ReadPaste): Required<Values> {
  return { address, bucket, publicBase, accessKeyId, secret, apiToken };
}

function expectRow([, text, values, warnings = []]: Row): void {
  const found = readPaste(text);
  expect(found).toHaveLength(1);
  expect(valuesOf(found[0]!)).toEqual({ ...NOTHING, ...values });
  expect([...found[0]!.warnings].sort()).toEqual([...warnings].sort());
}

const quoted = (open: string, close = open): string => GUIDE.map((l) => l.replace('=', `=${open}`) + close).join('\n');

const ENV: readonly Row[] = [
  ['the guide’s five', GUIDE.join('\n'), WHOLE],
  ['from Windows, with a byte order mark', `\ufeff${GUIDE.join('\r\n')}\r\n`, WHOLE],
  ['from an old Mac', GUIDE.join('\r'), WHOLE],
  ['with comments', `# R2\n\n${GUIDE.map((l) => `${l}   # mine`).join('\n\n')}\n#R2_BUCKET_NAME=other`, WHOLE],
  ['for a shell', GUIDE.map((l) => `export ${l}`).join('\n'), WHOLE],
  ['for cmd', GUIDE.map((l) => `set ${l}`).join('\n'), WHOLE],
  ['for PowerShell', GUIDE.map((l) => `$env:${l.replace('=', ' = "')}"`).join('\n'), WHOLE],
  ['in double quotes', quoted('"'), WHOLE],
  ['in single quotes', quoted("'"), WHOLE],
  ['in the quotes of a word processor', quoted('“', '”'), WHOLE],
  ['with blanks around =', GUIDE.map((l) => `  ${l.replace('=', ' = ')}  `).join('\n'), WHOLE],
  ['with blanks that cannot be seen', GUIDE.map((l) => `\u200b${l}\u200b`).join('\n'), WHOLE],
  ['in small letters', GUIDE.map((l) => l.replace(/^[A-Z0-9_]+/, (n) => n.toLowerCase())).join('\n'), WHOLE],
  ['on one line', GUIDE.join(' '), WHOLE],
  ['among others', `PORT=8000\nDATABASE_URL=postgres://a:b@c/d\n${GUIDE.join('\n')}\nR2_REGION=auto`, WHOLE],
  ['with an older value before it', `R2_BUCKET_NAME=old\n${GUIDE.join('\n')}`, WHOLE],
  ['docker’s flags', `docker run ${GUIDE.map((l) => `-e ${l}`).join(' ')} app`, WHOLE],
  [
    'AWS’s names',
    `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\nAWS_ENDPOINT_URL_S3=${HOST}\nAWS_REGION=auto`,
    PLACED,
  ],
  [
    'Cloudflare’s names',
    `CLOUDFLARE_ACCOUNT_ID=${ACCOUNT}\nCLOUDFLARE_API_TOKEN=${TOKEN}`,
    { address: R2, apiToken: TOKEN },
  ],
  [
    'short Cloudflare names',
    `CF_ACCOUNT_ID="${ACCOUNT}"\nCF_API_TOKEN="${OLD_TOKEN}"`,
    { address: R2, apiToken: OLD_TOKEN },
  ],
  [
    'an account and a jurisdiction',
    `R2_ACCOUNT_ID=${ACCOUNT}\nR2_JURISDICTION=eu\nR2_BUCKET=a-b`,
    { address: { ...R2, jurisdiction: 'eu' }, bucket: 'a-b' },
  ],
  [
    'S3 names',
    `S3_ACCESS_KEY=${ID}\nS3_SECRET_KEY=${SECRET}\nS3_BUCKET=media\nS3_ENDPOINT=${HOST}\nS3_PUBLIC_URL=https://cdn.example.com/`,
    { ...PLACED, bucket: 'media', publicBase: 'https://cdn.example.com' },
  ],
  [
    'a framework’s prefixes',
    `NUXT_R2_ACCESS_KEY_ID=${ID}\nNUXT_R2_SECRET_ACCESS_KEY=${SECRET}\nNEXT_PUBLIC_R2_PUBLIC_URL=https://m.example.com`,
    { ...PAIR, publicBase: 'https://m.example.com' },
  ],
  [
    'MinIO on this machine',
    'S3_ENDPOINT=http://localhost:9000\nS3_ACCESS_KEY=minio\nS3_SECRET_KEY=minio123\nS3_BUCKET=Pictures_1\nS3_FORCE_PATH_STYLE=true',
    {
      address: { kind: 'endpoint', endpoint: 'http://localhost:9000', region: 'auto', style: 'path' },
      accessKeyId: 'minio',
      secret: 'minio123',
      bucket: 'Pictures_1',
    },
  ],
  [
    'another store, virtual-hosted',
    'S3_ENDPOINT=https://s3.example.com\nS3_REGION=eu-1\nS3_FORCE_PATH_STYLE=false\nS3_ACCESS_KEY_ID=AKIAXYZ',
    {
      address: { kind: 'endpoint', endpoint: 'https://s3.example.com', region: 'eu-1', style: 'virtual-hosted' },
      accessKeyId: 'AKIAXYZ',
    },
  ],
];

const CODE: readonly Row[] = [
  [
    'boto3',
    `s3 = boto3.client(\n    's3',\n    endpoint_url='${HOST}',\n    aws_access_key_id='${ID}',\n    aws_secret_access_key='${SECRET}',\n    region_name='auto',\n)\ns3.list_objects_v2(Bucket='media', MaxKeys=5)`,
    { ...PLACED, bucket: 'media' },
  ],
  [
    'boto3 on one line',
    `boto3.client('s3', endpoint_url='${HOST}', aws_access_key_id='${ID}', aws_secret_access_key='${SECRET}')`,
    PLACED,
  ],
  [
    'boto3 with an f-string',
    `ACCOUNT_ID = "${ACCOUNT}"\nclient = boto3.client("s3", endpoint_url=f"https://{ACCOUNT_ID}.r2.cloudflarestorage.com", aws_access_key_id="${ID}", aws_secret_access_key="${SECRET}")`,
    PLACED,
    ['endpoint-not-understood'],
  ],
  [
    'the SDK for JavaScript',
    `new S3Client({\n  region: "auto",\n  endpoint: "${HOST}",\n  credentials: { accessKeyId: "${ID}", secretAccessKey: "${SECRET}" },\n});`,
    PLACED,
  ],
  ['a template string', `const accountId = '${ACCOUNT}';\nconst endpoint = \`${HOST}\`;`, { address: R2 }],
  [
    'JSON',
    JSON.stringify({ accountId: ACCOUNT, accessKeyId: ID, secretAccessKey: SECRET, bucketName: 'media' }),
    { ...PLACED, bucket: 'media' },
  ],
  [
    'JSON over many lines',
    JSON.stringify({ s3: { accessKey: ID, secretKey: SECRET, endpoint: HOST, bucket: 'media' } }, null, 2),
    { ...PLACED, bucket: 'media' },
  ],
  [
    'YAML',
    `r2:\n  access_key_id: ${ID}\n  secret_access_key: ${SECRET}\n  bucket: media\n  endpoint: ${HOST}`,
    { ...PLACED, bucket: 'media' },
  ],
  ['a list of a compose file', GUIDE.map((l) => `      - ${l}`).join('\n'), WHOLE],
  ['TOML', `access_key_id = "${ID}"\nsecret_access_key = "${SECRET}"\naccount_id = "${ACCOUNT}"`, PLACED],
  ['AWS’s command line', `aws s3 ls --endpoint-url ${HOST} --profile r2`, { address: R2 }],
  [
    'aws configure set',
    `aws configure set aws_access_key_id ${ID}\naws configure set aws_secret_access_key ${SECRET}`,
    PAIR,
  ],
  ['aws configure, answered', `AWS Access Key ID [None]: ${ID}\nAWS Secret Access Key [None]: ${SECRET}`, PAIR],
  [
    'values that come from elsewhere',
    `accessKeyId: process.env.R2_ACCESS_KEY_ID,\nendpoint: "${HOST}"`,
    { address: R2 },
  ],
  [
    'PicGo',
    JSON.stringify({
      'aws-s3': { accessKeyID: ID, secretAccessKey: SECRET, bucketName: 'pics', endpoint: HOST, urlPrefix: '' },
    }),
    { ...PLACED, bucket: 'pics' },
  ],
];

const english = (
  token: string,
  endpoints: string,
): string => `Use this token for authenticating against the Cloudflare API:
Token value
${token}
Click to copy

Use the following credentials for S3 clients:
Access Key ID
${ID}
Click to copy

Secret Access Key
${SECRET}
Click to copy

Use jurisdiction-specific endpoints for S3 clients:
DefaultEuropean Union (EU)
${endpoints}
Click to copy
For security reasons, you will not be able to see the access token or secret access key again.`;
const chinese = (endpoint: string): string => `使用此令牌对 Cloudflare API 进行身份验证：
令牌值
${TOKEN}
单击以复制

为 S3 客户端使用以下凭据：
访问密钥 ID
${ID}
单击以复制

机密访问密钥
${SECRET}
单击以复制

为 S3 客户端使用管辖权地特定的终结点：
默认欧盟 (EU)
${endpoint}
单击以复制`;
const DASHBOARD = { ...PLACED, apiToken: TOKEN };

const PAGES: readonly Row[] = [
  ['English', english(TOKEN, HOST), DASHBOARD],
  [
    'English, from the EU tab',
    english(TOKEN, HOST.replace('.r2', '.eu.r2')),
    { ...DASHBOARD, address: { ...R2, jurisdiction: 'eu' } },
  ],
  [
    'English, with two endpoints',
    english(TOKEN, `${HOST}\n${HOST.replace('.r2', '.eu.r2')}`),
    DASHBOARD,
    ['two-jurisdictions'],
  ],
  ['English, the pair alone', `Access Key ID\n${ID}\nClick to copy\nSecret Access Key\n${SECRET}`, PAIR],
  ['English, on single lines', `Access Key ID: ${ID}\nSecret Access Key: ${SECRET}\nEndpoint: ${HOST}`, PLACED],
  ['English, as a table', `| Access Key ID | ${ID} |\n| Secret Access Key | ${SECRET} |`, PAIR],
  ['English, blank lines between', `Access Key ID\n\n${ID}\n\nSecret Access Key\n\n${SECRET}`, PAIR],
  ['Chinese', chinese(HOST), DASHBOARD],
  ['Chinese, 美国', chinese(HOST.replace('.r2', '.us.r2')), { ...DASHBOARD, address: { ...R2, jurisdiction: 'us' } }],
  [
    'Chinese, on single lines',
    `访问密钥 ID：${ID}\n机密访问密钥：${SECRET}\n账户 ID：${ACCOUNT}\n存储桶：media`,
    { ...PLACED, bucket: 'media' },
  ],
  [
    'Chinese with English beside it',
    `令牌值 (Token Value):\n${TOKEN} (单击以复制)\n访问密钥 ID (Access Key ID):\n${ID} (单击以复制)\n机密访问密钥 (Secret Access Key):\n${SECRET} (单击以复制)`,
    { ...PAIR, apiToken: TOKEN },
  ],
  [
    'another token’s secret beside it',
    english(OLD_TOKEN, HOST),
    { ...DASHBOARD, apiToken: OLD_TOKEN },
    ['token-and-secret-differ'],
  ],
  [
    'a bucket’s settings',
    `General\nName\nmedia\nS3 API\n${HOST}/media\nPublic Development URL\nhttps://pub-0a1b2c3d4e5f60718293a4b5c6d7e8f9.r2.dev`,
    { address: R2, bucket: 'media', publicBase: 'https://pub-0a1b2c3d4e5f60718293a4b5c6d7e8f9.r2.dev' },
    ['bucket-in-endpoint'],
  ],
];

const ALONE: readonly Row[] = [
  ['an endpoint', HOST, { address: R2 }],
  ['an endpoint without a scheme', HOST.slice(8), { address: R2 }],
  ['an endpoint with a bucket behind it', `${HOST}/media`, { address: R2, bucket: 'media' }],
  [
    'an endpoint with a bucket before it',
    `https://media.${ACCOUNT}.eu.r2.cloudflarestorage.com/`,
    { address: { ...R2, jurisdiction: 'eu' }, bucket: 'media' },
  ],
  ['the dashboard’s R2 page', `https://dash.cloudflare.com/${ACCOUNT}/r2/overview`, { address: R2 }],
  [
    'a bucket’s page',
    `https://dash.cloudflare.com/${ACCOUNT}/r2/eu/buckets/media/settings?x=1`,
    { address: { ...R2, jurisdiction: 'eu' }, bucket: 'media' },
  ],
  [
    'a public address',
    'https://pub-0a1b2c3d4e5f60718293a4b5c6d7e8f9.r2.dev/cat.png',
    { publicBase: 'https://pub-0a1b2c3d4e5f60718293a4b5c6d7e8f9.r2.dev' },
  ],
  ['a token', `  ${TOKEN}\n`, { apiToken: TOKEN }],
  ['a token of an account', TOKEN.replace('cfut', 'cfat'), { apiToken: TOKEN.replace('cfut', 'cfat') }],
  ['a token in the old form', OLD_TOKEN, { apiToken: OLD_TOKEN }],
  ['a header', `Authorization: Bearer ${TOKEN}`, { apiToken: TOKEN }],
  ['two keys without names', `${ID}\n${SECRET}`, PAIR],
  ['two keys and an endpoint without names', `${SECRET}\n${ID}\n${HOST}`, PLACED],
];

const ODD: readonly Row[] = [
  ['keys swapped', `R2_ACCESS_KEY_ID=${SECRET}\nR2_SECRET_ACCESS_KEY=${ID}`, PAIR, ['key-id-and-secret-swapped']],
  [
    'the secret where the id belongs, and no other',
    `R2_ACCESS_KEY_ID=${SECRET}`,
    { secret: SECRET },
    ['key-id-and-secret-swapped'],
  ],
  [
    'a key cut off',
    `R2_ACCESS_KEY_ID=${ID.slice(0, 30)}\nR2_SECRET_ACCESS_KEY=${SECRET}`,
    { accessKeyId: ID.slice(0, 30), secret: SECRET },
    ['key-id-shape'],
  ],
  [
    'placeholders',
    'R2_ACCESS_KEY_ID=your_access_key\nR2_SECRET_ACCESS_KEY=your_secret',
    { accessKeyId: 'your_access_key', secret: 'your_secret' },
    ['key-id-shape', 'secret-shape'],
  ],
  [
    'a placeholder in the endpoint',
    'R2_ENDPOINT_URL=https://<account-id>.r2.cloudflarestorage.com\nR2_BUCKET_NAME=media',
    { bucket: 'media' },
    ['endpoint-not-understood'],
  ],
  [
    'a bucket glued in front of the endpoint',
    GUIDE.join('\n').replace(HOST, `https://11flow-media.${ACCOUNT}.r2.cloudflarestorage.com`),
    WHOLE,
    ['bucket-in-endpoint'],
  ],
  [
    'another bucket glued to the endpoint',
    `R2_BUCKET_NAME=media\nR2_ENDPOINT_URL=${HOST}/pictures`,
    { address: R2, bucket: 'media' },
    ['bucket-in-endpoint', 'two-buckets'],
  ],
  [
    'keys in capitals',
    `R2_ACCESS_KEY_ID=${ID.toUpperCase()}\nR2_SECRET_ACCESS_KEY=${SECRET.toUpperCase()}\nR2_API_TOKEN=${TOKEN}`,
    { ...PAIR, apiToken: TOKEN },
  ],
  ['keys in capitals without names', `${ID.toUpperCase()}\n${SECRET.toUpperCase()}`, PAIR],
  [
    'keys in capitals of another store',
    `S3_ENDPOINT=https://s3.example.com\nS3_ACCESS_KEY=${ID.toUpperCase()}\nS3_SECRET_KEY=${SECRET.toUpperCase()}`,
    {
      address: { kind: 'endpoint', endpoint: 'https://s3.example.com', region: 'auto', style: 'path' },
      accessKeyId: ID.toUpperCase(),
      secret: SECRET.toUpperCase(),
    },
  ],
  ['blanks in quotes', `R2_ACCESS_KEY_ID="${ID} "\nR2_SECRET_ACCESS_KEY=" ${SECRET}"`, PAIR, ['blanks']],
  [
    'the S3 API as public domain',
    `R2_PUBLIC_DOMAIN=https://media.${ACCOUNT}.r2.cloudflarestorage.com\nR2_BUCKET_NAME=media\nR2_ENDPOINT_URL=${HOST}`,
    { address: R2, bucket: 'media' },
    ['public-domain-is-s3-endpoint'],
  ],
  [
    'a jurisdiction that does not fit',
    `R2_ENDPOINT=${HOST}\nR2_JURISDICTION=eu`,
    { address: R2 },
    ['two-jurisdictions'],
  ],
  ['two accounts', `R2_ENDPOINT=${HOST}\nR2_ACCOUNT_ID=${OTHER_ACCOUNT}`, { address: R2 }, ['two-accounts']],
  [
    'two accounts in addresses',
    `${HOST}\nhttps://dash.cloudflare.com/${OTHER_ACCOUNT}/r2`,
    { address: R2 },
    ['two-accounts'],
  ],
  ['an e-mail for an account', `R2_ACCOUNT_ID=me@example.com\nR2_BUCKET=media`, { bucket: 'media' }, ['account-shape']],
  [
    'http to another machine',
    `S3_ENDPOINT=http://s3.example.com\nS3_BUCKET=media`,
    { bucket: 'media' },
    ['endpoint-not-understood'],
  ],
  [
    'keys that end soon',
    `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\nAWS_SESSION_TOKEN=abc`,
    PAIR,
    ['temporary-keys'],
  ],
  ['the key to everything', `cfk_${'a'.repeat(48)}`, {}, ['global-api-key']],
  ['the key to everything in its old form', '0123456789abcdef0123456789abcdef01234', {}, ['global-api-key']],
  ['one id that may be either', ID, {}, ['id-unclear']],
];

describe.each([
  ['variables', ENV],
  ['code', CODE],
  ['the dashboard', PAGES],
  ['a value alone', ALONE],
  ['what does not agree', ODD],
])('%s', (_, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (__, row) => expectRow(row));
});

describe('several', () => {
  const remote = (name: string, id: string): string =>
    `[${name}]\ntype = s3\nprovider = Cloudflare\naccess_key_id = ${id}\nsecret_access_key = ${SECRET}\nendpoint = ${HOST}\nacl = private\nno_check_bucket = true\n`;

  it('remotes of rclone are offered, those of other stores are not', () => {
    const found = readPaste(
      `${remote('r2', ID)}\n[gdrive]\ntype = drive\ntoken = {"access_token":"x"}\n\n${remote('r2-work', 'b2'.repeat(16))}`,
    );
    expect(found.map(({ name, accessKeyId }) => [name, accessKeyId])).toEqual([
      ['r2', ID],
      ['r2-work', 'b2'.repeat(16)],
    ]);
    expect(valuesOf(found[0]!)).toEqual({ ...NOTHING, ...PLACED });
  });

  it('profiles of AWS’s two files come together by their name', () => {
    const credentials = `[default]\naws_access_key_id = AKIAIOSFODNN7\naws_secret_access_key = wJalr/XUtn\n\n[r2]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`;
    const config = `[default]\nregion = us-east-1\n\n[profile r2]\nregion = auto\nendpoint_url = ${HOST}\ns3 =\n  addressing_style = path\n`;
    const found = readPaste(`${credentials}\n${config}`);
    expect(found.map(({ name }) => name)).toEqual(['default', 'r2']);
    expect(valuesOf(found[1]!)).toEqual({ ...NOTHING, ...PLACED });
  });

  it('tell what was found under which name, what was left out, and what is missing', () => {
    const [found] = readPaste(`R2_BUCKET_NAME=media\nR2_ENDPOINT_URL=nonsense\n${SECRET}`);
    expect(found?.parts).toEqual([
      { part: 'address', as: 'R2_ENDPOINT_URL', state: 'left-out' },
      { part: 'access-key-id', as: null, state: 'missing' },
      { part: 'secret', as: null, state: 'found' },
      { part: 'bucket', as: 'R2_BUCKET_NAME', state: 'found' },
      { part: 'public-domain', as: null, state: 'missing' },
      { part: 'api-token', as: null, state: 'missing' },
    ]);
  });
});

it('an environment is read by its names, whatever else stands in it', () => {
  const environment = {
    PATH: '/bin',
    SSH_KEY: SECRET,
    R2_ACCESS_KEY_ID: ID,
    AWS_SECRET_ACCESS_KEY: SECRET,
    R2_BUCKET: 'a-b',
  };
  expect(readEnvironment(environment).map(valuesOf)).toEqual([{ ...NOTHING, ...PAIR, bucket: 'a-b' }]);
  expect(readEnvironment({ PATH: '/bin', HOME: HOST })).toEqual([]);
});

describe('several names of one meaning', () => {
  const OTHER_ID = 'b2'.repeat(16);
  const OTHER_SECRET = 'c3'.repeat(32);
  const aws = [`AWS_ACCESS_KEY_ID=${OTHER_ID}`, `AWS_SECRET_ACCESS_KEY=${OTHER_SECRET}`];

  it.each<[what: string, others: readonly string[]]>([
    ['another service’s endpoint', ['AZURE_OPENAI_ENDPOINT=https://me.openai.azure.com']],
    ['a website’s address', ['NEXT_PUBLIC_URL=https://www.example.com']],
    ['another bucket', ['BACKUP_BUCKET=backups']],
    ['another bucket in R2', ['BACKUP_R2_BUCKET_NAME=backups', 'R2_BACKUP_BUCKET=backups']],
    ['another store', [...aws, 'S3_BUCKET=pictures', 'AWS_ENDPOINT_URL=https://s3.example.com']],
    ['keys without a prefix', [`accessKeyId=${OTHER_ID}`, `secretAccessKey=${OTHER_SECRET}`]],
    ['a framework’s secret', ['SECRET_KEY=django-insecure-0']],
    ['another service’s token', [`REPLICATE_API_TOKEN=r8_${'x'.repeat(37)}`]],
  ])('R2’s own count before and after %s', (_, others) => {
    for (const lines of [
      [...GUIDE, ...others],
      [...others, ...GUIDE],
    ]) {
      const [found] = readPaste(lines.join('\n'));
      expect(valuesOf(found!)).toEqual({ ...NOTHING, ...WHOLE });
      expect(found!.warnings).toEqual([]);
    }
  });

  it('R2’s own keys are not meant for another service’s endpoint, where none of R2 is named', () => {
    const keys = [`R2_ACCESS_KEY_ID=${ID}`, `R2_SECRET_ACCESS_KEY=${SECRET}`];
    const azure = 'AZURE_OPENAI_ENDPOINT=https://me.openai.azure.com';
    expect(readPaste([...keys, azure].join('\n')).map(valuesOf)).toEqual([{ ...NOTHING, ...PAIR }]);
    const [found] = readPaste([...keys, `R2_ACCOUNT_ID=${ACCOUNT}`, azure].join('\n'));
    expect(valuesOf(found!)).toEqual({ ...NOTHING, ...PLACED });
    expect(found?.parts).toContainEqual({ part: 'address', as: 'R2_ACCOUNT_ID', state: 'found' });
    const own = readPaste([...keys, `MEDIA_ENDPOINT=${HOST}`].join('\n'))[0];
    expect(valuesOf(own!)).toEqual({ ...NOTHING, ...PLACED });
    expect(own?.parts).toContainEqual({ part: 'address', as: 'MEDIA_ENDPOINT', state: 'found' });
    const minio = ['MINIO_ACCESS_KEY=minio', 'MINIO_SECRET_KEY=minio123', 'MINIO_ENDPOINT=http://localhost:9000'];
    const other = readPaste([`CLOUDFLARE_ACCOUNT_ID=${ACCOUNT}`, ...minio].join('\n'));
    expect(other).toMatchObject([{ accessKeyId: 'minio', address: { endpoint: 'http://localhost:9000' } }]);
  });

  it('another store has its own bucket and region, whatever else is named for R2', () => {
    const cloudflare = [`CLOUDFLARE_ACCOUNT_ID=${ACCOUNT}`, 'CLOUDFLARE_BUCKET=logs-cf', 'R2_REGION=auto'];
    const minio = ['MINIO_ACCESS_KEY=minio', 'MINIO_SECRET_KEY=minio123', 'MINIO_ENDPOINT=http://localhost:9000'];
    const amazon = [...aws, 'AWS_ENDPOINT_URL=https://s3.example.com', 'AWS_REGION=eu-1', 'AWS_BUCKET=foo'];
    const byKeys = [...aws, 'MEDIA_ENDPOINT=https://s3.example.com', 'AWS_REGION=eu-1', 'AWS_BUCKET=foo'];
    for (const [store, address] of [
      [[...minio, 'MINIO_BUCKET=foo'], { endpoint: 'http://localhost:9000' }],
      [amazon, { endpoint: 'https://s3.example.com', region: 'eu-1' }],
      [byKeys, { endpoint: 'https://s3.example.com', region: 'eu-1' }],
    ] as const)
      for (const lines of [
        [...cloudflare, ...store],
        [...store, ...cloudflare],
      ])
        expect(readPaste(lines.join('\n'))).toMatchObject([{ bucket: 'foo', address }]);
    expect(readPaste([...cloudflare, ...minio].join('\n'))).toMatchObject([{ bucket: 'logs-cf' }]);
  });

  it('with another store’s endpoint its bucket goes too', () => {
    const keys = [`R2_ACCESS_KEY_ID=${ID}`, `R2_SECRET_ACCESS_KEY=${SECRET}`];
    const minio = ['MINIO_ENDPOINT=http://localhost:9000', 'MINIO_BUCKET=foo', 'MINIO_USE_PATH_STYLE=true'];
    expect(readPaste([...keys, ...minio].join('\n')).map(valuesOf)).toEqual([{ ...NOTHING, ...PAIR }]);
    const media = ['MEDIA_BUCKET=media', `MEDIA_ENDPOINT=${HOST}`];
    expect(readPaste([...keys, ...media, ...minio].join('\n')).map(valuesOf)).toEqual([
      { ...NOTHING, ...PLACED, bucket: 'media' },
    ]);
    expect(readPaste([...keys, 'A_ENDPOINT=https://a.com', 'A_BUCKET=a', ...minio].join('\n'))).toMatchObject([PAIR]);
    expect(readPaste([...keys, 'BACKUP_BUCKET=backups', ...minio].join('\n'))).toMatchObject([{ bucket: 'backups' }]);
  });

  it('a store’s count before and after those of something else', () => {
    const mine = ['S3_BUCKET=media', `S3_ENDPOINT=${HOST}`];
    const others = ['BACKUP_BUCKET=backups', 'AZURE_OPENAI_ENDPOINT=https://me.openai.azure.com'];
    for (const lines of [
      [...mine, ...others],
      [...others, ...mine],
    ])
      expect(readPaste(lines.join('\n')).map(valuesOf)).toEqual([{ ...NOTHING, address: R2, bucket: 'media' }]);
  });

  it('of equals the last counts', () => {
    expect(readPaste('R2_BUCKET=one\nR2_BUCKET_NAME=two')).toMatchObject([{ bucket: 'two' }]);
    expect(readPaste('R2_BUCKET_NAME=two\nR2_BUCKET=one')).toMatchObject([{ bucket: 'one' }]);
  });

  it('the keys are a pair of one family, where there is a whole one', () => {
    const pair = { accessKeyId: OTHER_ID, secret: OTHER_SECRET };
    expect(readPaste([...aws, `S3_ACCESS_KEY=${ID}`].join('\n'))).toMatchObject([pair]);
    expect(readPaste([`S3_SECRET_KEY=${SECRET}`, ...aws].join('\n'))).toMatchObject([pair]);
    expect(readPaste(`S3_ACCESS_KEY=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}`)).toMatchObject([PAIR]);
  });

  it('a whole pair of something else does not come before R2’s own keys of two families', () => {
    const mine = [`CLOUDFLARE_R2_ACCESS_KEY_ID=${ID}`, `R2_SECRET_ACCESS_KEY=${SECRET}`];
    const exposed = [`NEXT_PUBLIC_R2_ACCESS_KEY_ID=${ID}`, `R2_SECRET_ACCESS_KEY=${SECRET}`];
    const minio = [`MINIO_ACCESS_KEY=${OTHER_ID}`, `MINIO_SECRET_KEY=${OTHER_SECRET}`];
    const own = `R2_ACCOUNT_ID=${ACCOUNT}`;
    for (const lines of [
      [own, ...mine, ...aws],
      [own, ...aws, ...mine],
      [own, ...exposed, ...minio],
      [own, ...minio, ...exposed],
    ])
      expect(readPaste(lines.join('\n')).map(valuesOf)).toEqual([{ ...NOTHING, ...PAIR, address: R2 }]);
    const backup = [`BACKUP_R2_ACCESS_KEY_ID=${OTHER_ID}`, `BACKUP_R2_SECRET_ACCESS_KEY=${OTHER_SECRET}`];
    expect(readPaste([...backup, ...exposed].join('\n'))).toMatchObject([
      { accessKeyId: OTHER_ID, secret: OTHER_SECRET },
    ]);
  });

  it('an API token is Cloudflare’s only by a name with its own prefix, or one that names nobody', () => {
    for (const name of ['R2_API_TOKEN', 'CF_API_TOKEN', 'NUXT_CLOUDFLARE_API_TOKEN', 'cloudflareApiToken', 'apiToken'])
      expect(readPaste(`${name}=${TOKEN}`)).toMatchObject([{ apiToken: TOKEN }]);
    for (const name of ['TF_VAR_api_token', 'user_api_token', 'MY_TOKEN_VALUE', 'NEXT_PUBLIC_API_TOKEN', 'appApiToken'])
      expect(readPaste(`${name}=${TOKEN}`)).toMatchObject([{ apiToken: TOKEN }]);
    expect(readPaste(`TF_VAR_account_id="${ACCOUNT}"\nTF_VAR_api_token="${TOKEN}"`).map(valuesOf)).toEqual([
      { ...NOTHING, address: R2, apiToken: TOKEN },
    ]);
    expect(readPaste(`{"user_api_token": "${OLD_TOKEN}"}`)).toMatchObject([{ apiToken: OLD_TOKEN }]);
    for (const name of [
      'OPENAI_API_TOKEN',
      'HF_API_TOKEN',
      'MY_HF_TOKEN_VALUE',
      'REPLICATE_API_TOKEN',
      'AWS_API_TOKEN',
      'SERVER2_API_TOKEN',
    ])
      expect(readPaste(`${name}=${OLD_TOKEN}`)).toEqual([]);
  });

  it('says which name counted', () => {
    const [found] = readPaste([...GUIDE, 'BACKUP_BUCKET=" backups"'].join('\n'));
    expect(found?.parts).toContainEqual({ part: 'bucket', as: 'R2_BUCKET_NAME', state: 'found' });
    expect(found?.warnings).toEqual([]);
  });

  it('are told apart in an environment too', () => {
    const environment = {
      ...Object.fromEntries(GUIDE.map((line) => line.split('=', 2))),
      AWS_ACCESS_KEY_ID: OTHER_ID,
      AWS_SECRET_ACCESS_KEY: OTHER_SECRET,
      AZURE_OPENAI_ENDPOINT: 'https://me.openai.azure.com',
      BACKUP_BUCKET: 'backups',
      NEXT_PUBLIC_URL: 'https://www.example.com',
      REPLICATE_API_TOKEN: `r8_${'x'.repeat(37)}`,
    };
    expect(readEnvironment(environment).map(valuesOf)).toEqual([{ ...NOTHING, ...WHOLE }]);
  });
});

describe('any text', () => {
  it('has no bucket where an address goes on with something else', () => {
    const endpoint = 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/';
    for (const rest of ['\u007f', 'ü', 'a b', '<bucket>'])
      expect(readPaste(endpoint + rest).map(({ bucket }) => bucket)).not.toContainEqual(expect.stringContaining('%'));
    expect(readPaste(`${endpoint}my-bucket`)).toMatchObject([{ bucket: 'my-bucket' }]);
  });

  it.each([
    '',
    '   ',
    'hello\nPORT=80',
    'https://example.com',
    'AWS_REGION=auto',
    '[default]\nregion = us-east-1',
    '{"a":1}',
    '你好',
  ])('that holds nothing is told so: %j', (text) => expect(readPaste(text)).toEqual([]));

  it('is read without a throw, and nothing is made up', () => {
    const known = [
      ...GUIDE,
      ID,
      SECRET,
      TOKEN,
      HOST,
      'Access Key ID',
      '机密访问密钥',
      '[r2]',
      'endpoint_url',
      'bucket',
      '令牌值',
    ];
    const glue = [
      '=',
      ':',
      ' = ',
      '"',
      "'",
      '\n',
      '\r\n',
      '#',
      'export ',
      'https://',
      '{',
      '}',
      ',',
      ' ',
      '\u200b',
      '--',
      'set ',
    ];
    const piece = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...known),
      fc.constantFrom(...glue),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const bare = text.replace(/[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, '');
        const folded = bare.normalize('NFKC').toLowerCase();
        for (const one of readPaste(text)) {
          for (const value of [one.accessKeyId, one.secret, one.apiToken, one.bucket])
            if (value !== null) expect(bare).toContain(value.replace(/\s/g, ''));
          if (one.address?.kind === 'r2') expect(bare.toLowerCase()).toContain(one.address.accountId);
          if (one.publicBase !== null) for (const label of plainLabels(one.publicBase)) expect(folded).toContain(label);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, string]>([
    ['one long line', `R2_BUCKET_NAME=${'x'.repeat(100_000)}${'#'.repeat(90_000)}`],
    ['blanks', `R2_BUCKET_NAME=${' '.repeat(190_000)}x`],
    ['the same name again and again', 'bucket='.repeat(28_000)],
    ['many lines', 'Access Key ID\n'.repeat(14_000)],
    ['dots', 'a.'.repeat(100_000)],
    ['digits', 'a'.repeat(200_000)],
    ['dashes', '--a '.repeat(50_000)],
  ])('that is enormous is read all the same: %s', (_, text) => {
    expect(() => readPaste(text)).not.toThrow();
  });
});

/** Those of a host that stand in the text as they are; letters beyond ASCII have another form in a URL. */
function plainLabels(base: string): readonly string[] {
  return new URL(base).hostname.split('.').filter((label) => !label.startsWith('xn--'));
}

/** As long as a text may be that the page sends. */
const LONGEST = 200_000;

it.each([
  ['quotes behind a label', `Access Key ID: x${'"'.repeat(LONGEST)}x`],
  ['quotes below a label', `Access Key ID:\n${'`'.repeat(LONGEST)}x`],
  ['brackets behind a name', `R2_BUCKET=${')'.repeat(LONGEST)}x`],
  ['blanks', ' '.repeat(LONGEST)],
  ['blanks behind a name', `--bucket${' '.repeat(LONGEST)}x`],
  ['names', 'a='.repeat(LONGEST / 2)],
  ['flags', '--a '.repeat(LONGEST / 4)],
  ['one word', 'a'.repeat(LONGEST)],
  ['dots', 'a.'.repeat(LONGEST / 2)],
  ['addresses', 'https://a.b/'.repeat(LONGEST / 12)],
  ['lines', '\n'.repeat(LONGEST)],
  ['sections', '[a]\nbucket=x\n'.repeat(LONGEST / 14)],
  ['headings', Array.from({ length: 25_000 }, (_, n) => `[${n}]`).join('\n')],
  ['labels', 'Access Key ID\n'.repeat(LONGEST / 14)],
  ['brackets of a label', `Access Key ID (${'('.repeat(LONGEST)}`],
  ['dashes', '-'.repeat(LONGEST)],
  [
    'other services’ endpoints',
    `R2_ACCESS_KEY_ID=x\n${Array.from({ length: 9_000 }, (_, n) => `A${n}_ENDPOINT=a.com`).join('\n')}`,
  ],
])('comes to an end with a text of %s', (_what, text) => {
  expect(readPaste(text).length).toBeLessThan(LONGEST);
});
