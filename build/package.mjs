// node build/package.mjs [--for-tests] [electron-builder arguments]: the package for people. Without arguments: the unpacked folder
// for this system (release/<system>-unpacked), which needs no tool from the network. --for-tests: nobody gets it.
import { electronDist, electronRecord } from './electron-path.mjs';
import { dropEmptySigning, needsOfficial } from './package-rules.mjs';
import { replaceStandIn } from './setup/electron.mjs';
import { downloadRemedy } from './setup/electron-official.mjs';
import { reportAndExit, SetupProblem } from './setup/problem.mjs';
import { show } from './setup/run.mjs';

const FOR_TESTS = '--for-tests';

const given = process.argv.slice(2);
const args = given.filter((arg) => arg !== FOR_TESTS);
try {
  process.exit(await buildPackage(args.length > 0 ? args : ['--dir'], given.includes(FOR_TESTS)));
} catch (error) {
  reportAndExit(error);
}

async function buildPackage(args, isForTests) {
  const forOthers = args.some((arg) => /^(--(win|windows|mac|macos|arm64|ia32|armv7l|universal)|-[wm])$/.test(arg));
  // For others electron-builder downloads the official one by itself.
  const own = forOthers
    ? []
    : [`-c.electronDist=${await ownElectron(needsOfficial(args, { isForTests, env: process.env }))}`];
  dropEmptySigning(process.env);
  const command = ['node_modules/electron-builder/cli.js', '--publish', 'never', ...args, ...own, ...feed()];
  return show(process.execPath, command);
}

/** The folder of the Electron that set-up found. One that stands in for the official one is shipped to nobody (docs/decisions/0006). */
async function ownElectron(mustBeOfficial) {
  if (mustBeOfficial && standsIn()) await replaceStandIn();
  if (standsIn()) {
    const { version, wanted } = electronRecord();
    const what = `Electron ${version} in place of ${wanted}: good for tests, not for people`;
    if (mustBeOfficial) throw new SetupProblem(`Not packaged: it would hold ${what}.`, downloadRemedy());
    console.warn(`This package holds ${what}.`);
  }
  return electronDist();
}

function standsIn() {
  const { version, wanted } = electronRecord();
  return version !== wanted;
}

/** With it electron-builder writes what an updater reads: `latest….yml` beside the packages, `app-update.yml` into them. */
function feed() {
  const url = process.env.FLOW_MEDIA_UPDATE_FEED;
  return url ? ['-c.publish.provider=generic', `-c.publish.url=${url}`] : [];
}
