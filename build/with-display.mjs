// node build/with-display.mjs COMMAND…: on the display there is, else on a virtual one.
import { spawnSync } from 'node:child_process';
import { hasDisplay } from './setup/display.mjs';
import { reportAndExit, SetupProblem } from './setup/problem.mjs';

const [command, ...args] = process.argv.slice(2);
const virtual = ['-a', '-s', '-screen 0 1600x1000x24 -nolisten tcp', command, ...args];

try {
  const result = hasDisplay()
    ? spawnSync(command, args, { stdio: 'inherit' })
    : spawnSync('xvfb-run', virtual, { stdio: 'inherit' });
  if (result.error?.code === 'ENOENT') {
    throw new SetupProblem(
      `There is no display here, and no ${hasDisplay() ? command : 'xvfb-run'} either.`,
      'sudo apt-get install -y xvfb xauth',
    );
  }
  process.exit(result.status ?? 1);
} catch (error) {
  reportAndExit(error);
}
