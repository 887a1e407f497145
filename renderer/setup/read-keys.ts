/** Blanks, and what comes along unseen when text is copied from a web page. */
const UNSEEN = /[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;

/** A key as it was meant: without blanks and unseen characters. */
export function cleanKey(text: string): string {
  return text.replace(UNSEEN, '');
}

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secret: string;
}

/** The pair out of a text that holds both, such as the dashboard's page after a token was made. Null where it does not. */
export function readKeyPair(text: string): KeyPair | null {
  const runs = text.toLowerCase().match(/(?<![0-9a-z])[0-9a-f]+(?![0-9a-z])/g) ?? [];
  const secrets = [...new Set(runs.filter((run) => run.length === 64))];
  // An Account ID has the shape of a key ID; where both stand in the text it cannot be told which is which.
  const ids = [...new Set(runs.filter((run) => run.length === 32))].filter((id) => !isAccountOfEndpoint(text, id));
  const [accessKeyId] = ids;
  const [secret] = secrets;
  if (ids.length !== 1 || secrets.length !== 1 || accessKeyId === undefined || secret === undefined) return null;
  return { accessKeyId, secret };
}

function isAccountOfEndpoint(text: string, id: string): boolean {
  return text.toLowerCase().includes(`${id}.`);
}
