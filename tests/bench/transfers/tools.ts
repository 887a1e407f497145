import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

// Programs that are compared with, or stand in between. They come out of Debian's packages into a folder of this checkout;
// nothing is installed, so that the machine stays as it is.

const CACHE = path.resolve(import.meta.dirname, '../../../.setup/bench-tools');
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

export interface Tool {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** The first line of what it says of its version. */
  readonly version: string;
}

/** The newest rclone that Debian has: that of `sid`, since a stable release lags years behind. */
export async function rclone(): Promise<Tool> {
  const folder = await unpacked('rclone', ['rclone'], await sidOptions());
  return tool(path.join(folder, 'usr/bin/rclone'), {}, ['version']);
}

/** haproxy of this Debian, with the libraries that only it needs. */
export async function haproxy(): Promise<Tool> {
  const packages = ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1'];
  const folder = await unpacked('haproxy', packages, []);
  const libraries = path.join(folder, 'usr/lib/x86_64-linux-gnu');
  return tool(path.join(folder, 'usr/sbin/haproxy'), { LD_LIBRARY_PATH: libraries }, ['-v']);
}

function tool(file: string, env: Readonly<Record<string, string>>, args: readonly string[]): Tool {
  const { stdout } = spawnSync(file, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  const version = stdout.split('\n')[0] ?? '';
  if (version === '') throw new Error(`${file} does not start here.`);
  return { file, env, version };
}

/** A folder with these packages unpacked in it; fetched once. */
async function unpacked(name: string, packages: readonly string[], options: readonly string[]): Promise<string> {
  const folder = path.join(CACHE, name);
  if (existsSync(path.join(folder, 'usr'))) return folder;
  const downloads = path.join(CACHE, `${name}.packages`);
  await rm(downloads, { recursive: true, force: true });
  await mkdir(downloads, { recursive: true });
  if (options.length > 0) must('apt-get', [...options, '-q', 'update'], downloads);
  must('apt-get', [...options, '-q', 'download', ...packages], downloads);
  for (const file of await readdir(downloads)) {
    if (file.endsWith('.deb')) must('dpkg', ['-x', path.join(downloads, file), folder], downloads);
  }
  await rm(downloads, { recursive: true });
  return folder;
}

/** apt with lists of its own, so that the machine's never learn of `sid`. */
async function sidOptions(): Promise<readonly string[]> {
  const apt = path.join(CACHE, 'apt-sid');
  for (const folder of ['lists/partial', 'cache/archives/partial']) {
    await mkdir(path.join(apt, folder), { recursive: true });
  }
  const list = path.join(apt, 'sources.list');
  await writeFile(list, `deb [signed-by=${KEYRING}] http://deb.debian.org/debian sid main\n`);
  const settings = {
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': path.join(apt, 'lists'),
    'Dir::Cache': path.join(apt, 'cache'),
    'Acquire::Languages': 'none',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

function must(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: the bench needs Debian's packages.`);
}
