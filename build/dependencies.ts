import { isPermissive } from './permissive';

/** What a lock file says of its packages (docs.npmjs.com/cli/configuring-npm/package-lock-json, version 3). */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

/** build/dependencies.json: what is as it should not be, by the beginning of a package's name, each with the reason why it may. */
export interface Exceptions {
  readonly installScripts: Readonly<Record<string, string>>;
  /** Under a licence that the app is not shipped with: tools that no bundle holds (build/notices.ts sees to that). */
  readonly notShipped: Readonly<Record<string, string>>;
}

const REGISTRY = 'https://registry.npmjs.org/';

/** What is wrong with the packages of some lock files; nothing when all is well. */
export function wrongWith(locks: Readonly<Record<string, Lock>>, exceptions: Exceptions): readonly string[] {
  const used = new Set<string>();
  const excused = (list: Readonly<Record<string, string>>, name: string): boolean => {
    const found = Object.keys(list).find(
      (beginning) => name === beginning || (beginning.endsWith('/') && name.startsWith(beginning)),
    );
    if (found !== undefined) used.add(found);
    return found !== undefined;
  };
  const wrong = Object.entries(locks).flatMap(([file, lock]) =>
    Object.entries(lock.packages).flatMap(([place, entry]) => {
      if (place === '') return [];
      const name = nameOf(place);
      const what = `${name} ${entry.version ?? ''} (${file})`;
      const { license = 'none', integrity = '', resolved = REGISTRY, hasInstallScript = false } = entry;
      return [
        ...(isPermissive(license) || excused(exceptions.notShipped, name) ? [] : [`${what} is under ${license}`]),
        ...(hasInstallScript && !excused(exceptions.installScripts, name)
          ? [`${what} has an install script without a reason`]
          : []),
        ...(integrity.startsWith('sha512-') ? [] : [`${what} has no checksum`]),
        ...(resolved.startsWith(REGISTRY) ? [] : [`${what} comes from ${resolved}`]),
      ];
    }),
  );
  const all = [...Object.keys(exceptions.installScripts), ...Object.keys(exceptions.notShipped)];
  return [
    ...wrong,
    ...all.filter((name) => !used.has(name)).map((name) => `${name} is excused and needs no excuse any more`),
  ];
}

/** `node_modules/a/node_modules/@b/c` → `@b/c`. */
function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** An answer of `npm audit --json` (docs.npmjs.com/cli/commands/npm-audit), as far as it is read. */
export interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
}

/** The packages with a finding that is high or worse; null where the registry gave no answer. */
export function highFindings({ vulnerabilities }: Audit): readonly string[] | null {
  if (vulnerabilities === undefined) return null;
  return Object.entries(vulnerabilities)
    .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
    .map(([name]) => name);
}

/** Majors of Electron that get security fixes (electronjs.org/docs/latest/tutorial/electron-timelines). */
const SUPPORTED_MAJORS = 3;

/** Whether a version of Electron still gets fixes while `latest` is the newest. */
export function isSupported(version: string, latest: string): boolean {
  return major(version) > major(latest) - SUPPORTED_MAJORS;
}

function major(version: string): number {
  return Number(version.split('.')[0]);
}
