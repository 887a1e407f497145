// What packaging is asked for, read from its arguments and its environment.

// Of what it builds these two say nothing: where it is told how, and that no packages are wanted.
const SAYS_NO_TARGET = /^(--dir|--config=.+|-c[.=].+)$/;
const CONFIG_FOLLOWS = /^(--config|-c)$/;

// electron-builder takes an empty one for the name of a file, or for a password that was given (macPackager.js, platformPackager.js).
// An empty APPLE_… is to it as good as none (mac/MacTargetHelper.js).
const SIGNING = ['CSC_LINK', 'CSC_KEY_PASSWORD', 'WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'];

/** Whether packages come of it that may go to people; without, it is the unpacked folder of this system. */
export function asksForTargets(args) {
  if (!args.includes('--dir')) return true;
  return args.some((arg, at) => !SAYS_NO_TARGET.test(arg) && !CONFIG_FOLLOWS.test(arg) && !isConfigFile(args, at));
}

function isConfigFile(args, at) {
  return at > 0 && CONFIG_FOLLOWS.test(args[at - 1]);
}

/**
 * Whether only the official Electron will do. On a build server all that is built may be shipped, but for what says that it is for
 * tests.
 */
export function needsOfficial(args, { isForTests, env }) {
  return asksForTargets(args) || (isOn(env.CI) && !isForTests);
}

function isOn(value = '') {
  return !['', '0', 'false'].includes(value.toLowerCase());
}

/** Takes the signatures' variables out that hold nothing: on GitHub a secret that is not there is an empty one. */
export function dropEmptySigning(env) {
  for (const name of SIGNING) if (env[name] === '') delete env[name];
}
