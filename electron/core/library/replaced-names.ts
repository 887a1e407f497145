import { createContext, runInContext } from 'node:vm';
import { expressionOf, type PatternProblem, type RenamePattern } from '../../../shared/renames';

/** An expression may need this long for all names together, ms; one that tries every way there is would never end. */
const PATIENCE_MS = 1500;

/**
 * The names after finding and replacing. A regular expression runs where it can be broken off: written carelessly it can take
 * longer than the age of the world, and nothing else happens in this process meanwhile.
 */
export function replacedNames(
  names: readonly string[],
  pattern: RenamePattern,
  patienceMs = PATIENCE_MS,
): readonly string[] | PatternProblem {
  const expression = expressionOf(pattern);
  if (expression === null) return names;
  if (!pattern.regex) return names.map((name) => name.replace(expression, () => pattern.replace));
  const { source, flags } = expression;
  const room = createContext({ names, source, flags, replace: pattern.replace });
  try {
    const text = 'JSON.stringify(names.map((name) => name.replace(new RegExp(source, flags), replace)))';
    const replaced = runInContext(text, room, { timeout: patienceMs }) as string;
    return JSON.parse(replaced) as string[];
  } catch (error) {
    // It is an error of the other room, and of no class of this one.
    if (isTimeout(error)) return { kind: 'regex-slow' };
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
