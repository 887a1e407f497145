type Environment = Record<string, string | undefined>;
export function asksForTargets(args: readonly string[]): boolean;
export function needsOfficial(
  args: readonly string[],
  how: { readonly isForTests: boolean; readonly env: Readonly<Environment> },
): boolean;
export function dropEmptySigning(env: Environment): void;
