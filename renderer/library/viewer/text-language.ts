import type { AssetRow } from '../../../shared/library';
import { extensionOf } from '../../../shared/media';
import { rowOf } from '../../../shared/row-of';

/** Ends of names, and the language that their text is coloured as (highlight.js's names); null: as it is. */
const LANGUAGES: Readonly<Record<string, string | null>> = {
  json: 'json',
  jsonl: 'json',
  geojson: 'json',
  ipynb: 'json',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  css: 'css',
  scss: 'scss',
  html: 'xml',
  htm: 'xml',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'ini',
  ini: 'ini',
  conf: 'ini',
  sh: 'bash',
  bash: 'bash',
  sql: 'sql',
  rs: 'rust',
  go: 'go',
  java: 'java',
  kt: 'kotlin',
  swift: 'swift',
  c: 'c',
  h: 'c',
  cpp: 'cpp',
  hpp: 'cpp',
  cs: 'csharp',
  php: 'php',
  rb: 'ruby',
  lua: 'lua',
  r: 'r',
  diff: 'diff',
  patch: 'diff',
  txt: null,
  log: null,
  csv: null,
  tsv: null,
  srt: null,
  vtt: null,
  md: 'markdown',
};

export type TextKind =
  { readonly kind: 'plain' } | { readonly kind: 'markdown' } | { readonly kind: 'code'; readonly language: string };

/** How the text of a file is shown, by the end of its name. */
export function textKindOf(name: string): TextKind {
  const extension = extensionOf(name);
  if (extension === 'md' || extension === 'markdown') return { kind: 'markdown' };
  const language = rowOf(LANGUAGES, extension) ?? null;
  return language === null ? { kind: 'plain' } : { kind: 'code', language };
}

/** Whether a file is shown as a text: by its type, or where that says nothing, by its name. */
export function isTextFile({ name, media }: Pick<AssetRow, 'name' | 'media'>): boolean {
  return media === 'document' || (media === 'other' && Object.hasOwn(LANGUAGES, extensionOf(name)));
}
