import path from 'node:path';

// Who may import whom (CONTRIBUTING.md, The house). The first zone whose folder holds a file is its zone; a relative import must end in an
// allowed folder, a package import must be an allowed package. Test files may also use what tests need.

const PAGE_LIBRARIES = [
  /^react($|\/)/,
  /^react-dom($|\/)/,
  /^react-i18next$/,
  /^i18next$/,
  /^@mantine\//,
  /^@tabler\/icons-react$/,
  /^@tanstack\/react-virtual$/,
  /^thumbhash$/,
  /^@fontsource-variable\//,
  /^get-nonce$/,
  /^lowlight$/,
  /^dequal\/lite$/,
  /^react-markdown$/,
  /^remark-gfm$/,
  /^uqr$/,
];
const AWS = /^@(aws-sdk|smithy|aws-crypto)\//;
const ANY_PACKAGE = [/./];
const ZOD = [/^zod($|\/)/];
const CORE_NEVER = [/^electron($|\/)/, /^electron-store$/, ...PAGE_LIBRARIES];

/** Order matters: the narrower folder first. */
export const ZONES = [
  { folder: 'shared', mayImport: ['shared'], packages: ZOD },
  { folder: 'electron/preload.ts', mayImport: ['shared/contract'], packages: [/^electron$/] },
  {
    folder: 'electron/decoder',
    mayImport: ['electron/decoder', 'shared'],
    packages: [/^electron$/, /^@jsquash\/avif\//, /^mediabunny$/, /^pdfjs-dist/, /^thumbhash$/, /^utif2$/],
  },
  {
    folder: 'electron/worker',
    mayImport: ['electron/worker', 'electron/core', 'shared'],
    packages: ANY_PACKAGE,
    never: [...CORE_NEVER, AWS],
  },
  { folder: 'electron/core/store', mayImport: ['electron/core', 'shared'], packages: ANY_PACKAGE, never: CORE_NEVER },
  {
    folder: 'electron/core',
    mayImport: ['electron/core', 'shared'],
    packages: ANY_PACKAGE,
    never: [...CORE_NEVER, AWS],
  },
  {
    folder: 'electron/shell',
    mayImport: ['electron/shell', 'electron/decoder/messages', 'electron/core', 'shared'],
    packages: ANY_PACKAGE,
    never: [...PAGE_LIBRARIES, AWS],
  },
  {
    folder: 'electron/ipc',
    mayImport: ['electron/ipc', 'electron/shell', 'electron/core', 'shared'],
    packages: ANY_PACKAGE,
    never: [...PAGE_LIBRARIES, AWS],
  },
  { folder: 'electron', mayImport: ['electron', 'shared'], packages: ANY_PACKAGE, never: [...PAGE_LIBRARIES, AWS] },
  { folder: 'renderer', mayImport: ['renderer', 'shared'], packages: PAGE_LIBRARIES },
];

/** A screen's folder could be deleted without the others noticing; the page's other folders are common to all. */
const SCREENS = new Set(['setup', 'library', 'generate', 'transfers', 'usage', 'settings']);
/** What a test may use on top of its own zone. */
const TEST_PACKAGES = [/^vitest($|\/)/, /^fast-check$/, /^happy-dom$/, /^node:/, /^@testing-library\//];
const STYLE = /\.(css|svg|png|woff2?)$/;

/** Why `file` (relative to the root, with /) may not import `specifier`; undefined when it may. */
export function whyForbidden(file, specifier) {
  const zone = ZONES.find(({ folder }) => isInside(file, folder));
  if (!zone) return undefined;
  const isTest = /\.test\.tsx?$/.test(file);
  if (specifier.startsWith('.')) return whyFileForbidden(zone, file, specifier, isTest);
  if (isTest && TEST_PACKAGES.some((allowed) => allowed.test(specifier))) return undefined;
  if (isTest && AWS.test(specifier) && isInside(file, 'electron/core')) return undefined;
  const forbidden = zone.never?.some((never) => never.test(specifier));
  const allowed = zone.packages.some((packages) => packages.test(specifier));
  return allowed && !forbidden ? undefined : `${zone.folder} must not import the package '${specifier}'`;
}

function whyFileForbidden(zone, file, specifier, isTest) {
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, '')));
  if (isTest && isInside(target, 'tests/support')) return undefined;
  if (!zone.mayImport.some((folder) => isInside(target, folder))) {
    return `${zone.folder} may import from ${zone.mayImport.join(', ')}; '${target}' is outside`;
  }
  const [from, to] = [screenOf(file), screenOf(target)];
  if (from && to && from !== to && !STYLE.test(target))
    return `the screen ${from} must not import from the screen ${to}`;
  return undefined;
}

/** The screen a file of the page belongs to; undefined for what is common. */
function screenOf(file) {
  const [top, folder] = file.split('/');
  return top === 'renderer' && SCREENS.has(folder) ? folder : undefined;
}

function isInside(file, folder) {
  return file === folder || file.startsWith(`${folder}/`) || file === `${folder}.ts`;
}
