const HIDDEN = '[hidden]';

/** A frame of a stack, kept as what it is: the function, and the place in a file of our own or of Node's. */
const FRAME =
  /^\s+at (?:([\w$.<> #[\]]{1,120}) \()?(?:[^()]*\/dist\/([\w/.-]{1,80}:\d+:\d+)|(node:[\w/]{1,60}:\d+:\d+))\)?$/;
const HEAD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?:ERROR|INFO) )(.*)$/;

/** In their order: the wider forms first, so that no end of a secret is left over by a narrower one. */
const BLOTS: readonly (readonly [RegExp, string])[] = [
  // What stands after a word for a secret, to the end of the line: a passphrase has blanks in it.
  [
    /((?:secret|token|pass\w*|api[ _-]?key|key[ _-]?id|access[ _-]?key|auth\w*|credential|signature|cookie|bearer|basic)[^:=\s]{0,20}\s*[:=]\s*).*$/i,
    `$1${HIDDEN}`,
  ],
  [/\b(bearer|basic|token|AWS4-HMAC-SHA256)\s+\S.*$/i, `$1 ${HIDDEN}`],
  // What is quoted is what a person or a server has said.
  [/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’|「[^」]*」/g, '"…"'],
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[address]'],
  [/\S+@\S+/g, HIDDEN],
  // Paths name people and their files; one may have blanks, so it ends only with its line.
  [/(?:^|(?<=[\s(=:,]))(?:[a-z]:[\\/]|\\\\|~?\/)\S.*$/i, '[path]'],
  // The prefixes that services give their keys.
  [/\b(?:sk|pk|rk|r8|hf|cf|key|fal|gh[a-z]|xox[a-z])[a-z]{0,6}[-_][\w.-]{6,}/gi, HIDDEN],
  [/%[0-9a-f]{2}\S*/gi, HIDDEN],
  // Whatever is long and no word: keys, signatures, tokens, ids.
  [/(?=[\w+/=.~-]*\d)(?=[\w+/=.~-]*[a-z])[\w+/=.~-]{16,}/gi, HIDDEN],
  [/[\w+/=~-]{28,}/g, HIDDEN],
  [/\b[0-9a-f]{12,}\b/gi, HIDDEN],
];

/**
 * A log, fit to be shown to strangers. It never holds a secret as it is; should one have got into it after all, it goes here with
 * everything that could be one: what is quoted, assigned, long, an address or a path. What is left tells what happened and where.
 */
export function blotted(log: string): string {
  return log
    .split(/\r?\n|\r|\u2028|\u2029/)
    .map((line) => frame(line) ?? ordinary(line))
    .join('\n');
}

function frame(line: string): string | null {
  const parts = FRAME.exec(line);
  if (parts === null) return null;
  const [, name, own, node] = parts;
  const place = own ?? node ?? '';
  return blot(name ?? '') === (name ?? '') ? `    at ${name === undefined ? place : `${name} (${place})`}` : null;
}

function ordinary(line: string): string {
  const parts = HEAD.exec(line);
  return parts === null ? blot(line) : `${parts[1]}${blot(parts[2] ?? '')}`;
}

function blot(text: string): string {
  return BLOTS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text.slice(0, 2000));
}
