import { FailureError, type Failure, type FailureCode } from '../../../shared/failure';

/** The failure that some work ends with, for tests; anything else that it throws goes on. */
export async function failureFrom(work: Promise<unknown> | (() => unknown)): Promise<Failure> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('It did not fail');
}

export async function codeOf(work: Promise<unknown> | (() => unknown)): Promise<FailureCode> {
  return (await failureFrom(work)).code;
}
