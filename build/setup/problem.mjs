/** Something a person can mend: what is missing, and the command that mends it. */
export class SetupProblem extends Error {
  constructor(message, remedy) {
    super(message);
    this.name = 'SetupProblem';
    this.remedy = remedy;
  }
}

/** Prints a problem (or rethrows a bug) and leaves with status 1. */
export function reportAndExit(error) {
  if (!(error instanceof SetupProblem)) throw error;
  console.error(`\n${error.message}\n  To mend it:  ${error.remedy}\n`);
  process.exit(1);
}
