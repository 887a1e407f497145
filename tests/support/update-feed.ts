import { createHash, generateKeyPairSync } from 'node:crypto';
import { publicKeyOf, signFeed } from '../../build/sign-feed';
import { serve, type WebServer } from './web-server';

/** The feed that this platform's app reads. */
const NAME = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`;

/** A place where versions are announced, on this machine. */
export interface UpdateFeed extends WebServer {
  /** What the app must be started with. */
  readonly env: Readonly<Record<string, string>>;
  /** What was asked for, in its order. */
  readonly asked: readonly { readonly path: string; readonly headers: NodeJS.Dict<string | string[]> }[];
  /** What lies there, by name; a test may change or take away any of it. */
  readonly files: Map<string, Buffer | string>;
  readonly name: string;
  /** Announces a version with its file, signed. */
  announce(version: string, program: string): void;
  /** Signs a text as the feed of some name. */
  signatureOf(text: string, name?: string): string;
}

export async function startUpdateFeed(): Promise<UpdateFeed> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const files = new Map<string, Buffer | string>();
  const asked: { path: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const server = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    asked.push({ path: pathname, headers: request.headers });
    const content = files.get(pathname.slice(1));
    response.writeHead(content === undefined ? 404 : 200).end(content ?? '');
  });
  const signatureOf = (text: string, name = NAME): string => signFeed({ name, text }, pem);
  return {
    ...server,
    env: { FLOW_MEDIA_UPDATE_FEED: server.url, FLOW_MEDIA_UPDATE_KEY: publicKeyOf(pem) },
    asked,
    files,
    name: NAME,
    signatureOf,
    announce(version, program) {
      const file = `Flow-Media-${version}.AppImage`;
      const text = feedText(version, file, program);
      files.set(file, program).set(NAME, text).set(`${NAME}.sig`, signatureOf(text));
    },
  };
}

/** As electron-builder writes it. */
function feedText(version: string, file: string, program: string): string {
  const sha512 = createHash('sha512').update(program).digest('base64');
  return `version: ${version}
files:
  - url: ${file}
    sha512: ${sha512}
    size: ${Buffer.byteLength(program)}
path: ${file}
sha512: ${sha512}
releaseDate: '2026-11-29T10:00:00.000Z'
`;
}
