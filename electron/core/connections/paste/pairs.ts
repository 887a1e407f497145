import { assertNever } from '../../../../shared/assert';
import { readName, type KnownName, type Meaning } from './meanings';

/** A value that the text names. */
export interface NamedValue extends KnownName {
  /** As the text has it: `AWS_ACCESS_KEY_ID`. */
  readonly name: string;
  readonly value: string;
  /** There were blanks around or inside it, which cannot belong to it. */
  readonly hadBlanks: boolean;
}

/** A part of the text with its own values: an rclone remote, a profile of AWS's files; the name is null outside of any. */
export interface Section {
  readonly name: string | null;
  readonly values: readonly NamedValue[];
  readonly text: string;
}

/** Blanks that come along from web pages and cannot be seen. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;
/** Below a label the value stands within so many lines. */
const LOOK_AHEAD = 3;
/** Longer than any value. */
const MAX_VALUE = 2000;
const HEADING = /^\[(?:profile\s+)?([\w.:@/ -]{1,100})\]$/i;

export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Cuts a text into its sections; sections of one name (AWS's `credentials` and `config`) become one. */
export function sectionsOf(text: string): Section[] {
  const lines = new Map<string | null, string[]>([[null, []]]);
  let current: string | null = null;
  for (const line of withoutInvisible(text).split(/\r\n|\r|\n/)) {
    const heading = HEADING.exec(line.trim())?.[1]?.trim();
    if (heading !== undefined) current = heading;
    const known = lines.get(current);
    if (known === undefined) lines.set(current, []);
    else if (heading === undefined) known.push(line);
  }
  return [...lines].map(([name, own]) => ({ name, values: valuesIn(own), text: own.join('\n') }));
}

/** The last value of each name counts, as in dotenv; the order is that of their first coming. */
function valuesIn(lines: readonly string[]): NamedValue[] {
  const values = new Map<string, NamedValue>();
  for (const [index, line] of lines.entries()) {
    const found = isComment(line)
      ? []
      : [...pairsIn(line), ...labelled(line, lines.slice(index + 1, index + 1 + LOOK_AHEAD))];
    for (const one of found) values.set(one.name.toUpperCase(), one);
  }
  return [...values.values()];
}

function isComment(line: string): boolean {
  return /^\s*(?:#|;|\/\/)/.test(line);
}

/** `NAME=value`, `"name": "value"`, `name='value'` among others on the line, `--name value`. */
const PAIR =
  /(?<![\w.])(?:\$env:|--)?["'`“]?([a-z_][\w-]{1,60})["'`”]?\s*(?:=>|:=|=|:(?!\/\/)|(?<=--[\w-]{1,60})\s)\s*(?:[a-z.]{1,30}\(\s*)?/gi;
/** `aws configure set NAME value`. */
const SET = /\bset\s+([a-z_][\w-]{1,60})\s+(?=\S)/gi;

function pairsIn(line: string): NamedValue[] {
  const starts = [...line.matchAll(PAIR), ...line.matchAll(SET)];
  return starts.flatMap((match) => {
    const [whole, name = ''] = match;
    const known = readName(name);
    return known === null
      ? []
      : namedValue(known, name, line.slice(match.index + whole.length, match.index + whole.length + MAX_VALUE));
  });
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’' };

function namedValue(known: KnownName, name: string, rest: string): NamedValue[] {
  const raw = rawValue(rest);
  const value = known.meaning === 'bucket' ? raw.trim() : raw.replace(/\s+/g, '');
  return value === '' || isPlaceholder(value) ? [] : [{ ...known, name, value, hadBlanks: value !== raw }];
}

function rawValue(rest: string): string {
  const closing = CLOSING[rest.charAt(0)];
  if (closing !== undefined) {
    const end = rest.indexOf(closing, 1);
    return end === -1 ? rest.slice(1).trim() : rest.slice(1, end);
  }
  const [first = ''] = rest.split(/\s/, 1);
  return first.startsWith('#') ? '' : first.replace(/[,;)}\]]+$/, '');
}

/** `${R2_BUCKET}`, `process.env.X`, `os.environ[…]`: where the value comes from, not what it is. */
function isPlaceholder(value: string): boolean {
  return /^(?:\$|%\w+%$|process\.env|import\.meta|os\.(?:environ|getenv)|env\(|getenv|\{\{|null$|none$|undefined$)/i.test(
    value,
  );
}

/** The dashboard's labels, with the value behind them or below: “Access Key ID”, “访问密钥 ID”, AWS's own `[None]:`. */
const LABEL =
  /^[\s>*•·|-]*((?:aws |s3 |r2 )?(?:access key id|secret access key|token value|api token|account id|bucket name|s3 api)|令牌值|api 令牌|访问密钥\s?id|机密访问密钥|秘密访问密钥|存取金鑰\s?id|機密存取金鑰|(?:账户|帐户|账号|帳戶)\s?id|存储桶名称|存储桶|s3 ?api)\s*(?:\([^)]*\)|（[^）]*）|\[[^\]]*\])?\s*[:：|]?\s*(.*)$/i;

function labelled(line: string, following: readonly string[]): NamedValue[] {
  const [, label, rest = ''] = LABEL.exec(line) ?? [];
  const known = label === undefined ? null : readName(label);
  if (label === undefined || known === null) return [];
  const below = following.find((next) => next.trim() !== '') ?? '';
  // Cut first: to look for quotes at the end of a long text takes the square of its length.
  const text = (rest.trim() === '' ? below : rest)
    .trim()
    .slice(0, MAX_VALUE)
    .replace(/^["'`“|]+|["'`”|]+$/g, '');
  const [value = ''] = text.split(/[\s|]/, 1);
  return couldBe(known.meaning, value) ? [{ ...known, name: label.trim(), value, hadBlanks: false }] : [];
}

/** Below a label may stand anything; only what has the form of a value is taken for one. */
function couldBe(meaning: Meaning, value: string): boolean {
  switch (meaning) {
    case 'access-key-id':
    case 'secret':
      return /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(value);
    case 'api-token':
      return /^[\w-]{40,64}$/.test(value);
    case 'account':
      return /^[0-9a-f]{32}$/i.test(value);
    case 'bucket':
      return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(value);
    case 'endpoint':
    case 'public-domain':
    case 'jurisdiction':
    case 'region':
    case 'style':
    case 'session-token':
      return /^https?:\/\/\S+$/i.test(value);
    default:
      return assertNever(meaning);
  }
}
