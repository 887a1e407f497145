import { meaningOf } from '../core/connections/paste/meanings';

/**
 * Takes what could configure a connection out of the process's environment, once, at the start. Electron hands the environment
 * to every page, and child processes inherit it: a key in it would be wherever they are.
 */
export function takeEnvironment(environment: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const names = Object.keys(environment).filter((name) => meaningOf(name) !== null);
  const taken = Object.fromEntries(names.map((name) => [name, environment[name]]));
  for (const name of names) delete environment[name];
  return taken;
}
