// node build/package.mjs [electron-builder arguments]: the package for people. Without arguments: the unpacked folder for this
// system (release/<system>-unpacked), which needs no tool from the network.
import { electronDist, electronRecord } from './electron-path.mjs';
import { show } from './setup/run.mjs';

const args = process.argv.slice(2);
process.exit(buildPackage(args.length > 0 ? args : ['--dir']));

function buildPackage(args) {
  const { version, wanted } = electronRecord();
  if (version !== wanted) {
    console.warn(`This package holds Electron ${version} in place of ${wanted}: good for tests, not for people.`);
  }
  const forOthers = args.some((arg) => /^(--(win|windows|mac|macos|arm64|ia32|armv7l|universal)|-[wm])$/.test(arg));
  const own = forOthers ? [] : [`-c.electronDist=${electronDist()}`];
  const command = ['node_modules/electron-builder/cli.js', '--publish', 'never', ...args, ...own, ...feed()];
  return show(process.execPath, command);
}

/** With it electron-builder writes what an updater reads: `latest….yml` beside the packages, `app-update.yml` into them. */
function feed() {
  const url = process.env.FLOW_MEDIA_UPDATE_FEED;
  return url ? ['-c.publish.provider=generic', `-c.publish.url=${url}`] : [];
}
