import type { ExportFormat } from '../../../shared/connection';
import { assertNever } from '../../../shared/assert';
import { fail } from '../../../shared/failure';
import { endpointOf, type FixedAddress } from './endpoint';

/** The five names of the set-up guide. */
export const GUIDE_NAMES = [
  'R2_ACCESS_KEY_ID',
  'R2_SECRET_ACCESS_KEY',
  'R2_BUCKET_NAME',
  'R2_ENDPOINT_URL',
  'R2_PUBLIC_DOMAIN',
] as const;
type GuideName = (typeof GUIDE_NAMES)[number];

/** A connection with its secret in the clear: for main alone. */
export interface Exported {
  readonly address: FixedAddress;
  readonly bucket: string;
  readonly publicBase: string | null;
  readonly accessKeyId: string;
  readonly secret: string;
}

/** What other programs read. Fails with `invalid-input` for a value that a format cannot hold. */
export function exportText(format: ExportFormat, connection: Exported): string {
  switch (format) {
    case 'env':
      return envText(connection);
    case 'rclone':
      return rcloneText(connection);
    case 'aws':
      return awsText(connection);
    default:
      return assertNever(format);
  }
}

/** What a file of that format is usually called. */
export function exportFileName(format: ExportFormat): string {
  return { env: '.env', rclone: 'rclone.conf', aws: 'credentials' }[format];
}

function envText({ address, bucket, publicBase, accessKeyId, secret }: Exported): string {
  const values: Readonly<Record<GuideName, string>> = {
    R2_ACCESS_KEY_ID: accessKeyId,
    R2_SECRET_ACCESS_KEY: secret,
    R2_BUCKET_NAME: bucket,
    R2_ENDPOINT_URL: endpointOf(address).endpoint,
    R2_PUBLIC_DOMAIN: publicBase ?? '',
  };
  return lines(Object.entries(values).map(([name, value]) => `${name}=${envValue(value)}`));
}

/** Bare where it can be, since not every reader knows quotes; else in quotes that it does not contain, the literal ones first. */
function envValue(value: string): string {
  if (/^[\w./:@%+=~,-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((one) => !value.includes(one));
  // Only single quotes are literal to every reader: in the others a dollar or a backslash means something.
  if (quote === undefined || (quote !== "'" && /[$\\]/.test(value))) fail('invalid-input', { field: 'secret' });
  return `${quote}${plain(value)}${quote}`;
}

/** `no_check_bucket`: a token for one bucket may not ask whether it exists (Cloudflare's docs, R2, rclone). */
function rcloneText({ address, bucket, accessKeyId, secret }: Exported): string {
  const { endpoint, region } = endpointOf(address);
  const virtual = address.kind === 'endpoint' && address.style === 'virtual-hosted';
  const remote = sectionName(bucket);
  return lines([
    `# rclone ls ${remote}:${bucket}`,
    `[${remote}]`,
    'type = s3',
    `provider = ${address.kind === 'r2' ? 'Cloudflare' : 'Other'}`,
    `access_key_id = ${rcloneValue(accessKeyId)}`,
    `secret_access_key = ${rcloneValue(secret)}`,
    `endpoint = ${endpoint}`,
    `region = ${region}`,
    ...(virtual ? ['force_path_style = false'] : []),
    'no_check_bucket = true',
  ]);
}

/** Its reader (goconfig) takes a value as it stands, unless it begins with one of its own quotes. */
function rcloneValue(value: string): string {
  if (value.startsWith('`')) return `"""${plain(value)}"""`;
  return value.startsWith('"""') ? `\`${plain(value)}\`` : plain(value);
}

/** The checksums that newer AWS tools send by themselves are not all known to R2 and other stores. */
function awsText({ address, bucket, accessKeyId, secret }: Exported): string {
  const { endpoint, region } = endpointOf(address);
  const virtual = address.kind === 'endpoint' && address.style === 'virtual-hosted';
  const profile = sectionName(bucket);
  return lines([
    `# aws s3 ls s3://${bucket} --profile ${profile}`,
    `[${profile}]`,
    `aws_access_key_id = ${awsValue(accessKeyId)}`,
    `aws_secret_access_key = ${awsValue(secret)}`,
    `region = ${region}`,
    `endpoint_url = ${endpoint}`,
    'request_checksum_calculation = when_required',
    'response_checksum_validation = when_required',
    ...(virtual ? ['s3 =', '  addressing_style = virtual'] : []),
  ]);
}

/** The format knows no quotes; some of its readers take what follows these signs for a comment. */
function awsValue(value: string): string {
  if (/(?:^|\s)[#;]/.test(value)) fail('invalid-input', { field: 'secret' });
  return plain(value);
}

function plain(value: string): string {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f]/.test(value) ? fail('invalid-input', { field: 'secret' }) : value;
}

function sectionName(bucket: string): string {
  return bucket.replace(/[^\w.-]/g, '-').replace(/^-/, 'r2-');
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
