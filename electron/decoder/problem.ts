import type { DecoderProblem } from './messages';

/** Why no picture can be made: an expected end of a task, told to main. */
export class DecodeError extends Error {
  readonly problem: DecoderProblem;

  constructor(problem: DecoderProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** The promise, or a `timeout` after so many milliseconds. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer = 0;
  const late = new Promise<never>((_resolve, reject) => {
    timer = window.setTimeout(() => reject(new DecodeError('timeout')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    window.clearTimeout(timer);
  }
}
