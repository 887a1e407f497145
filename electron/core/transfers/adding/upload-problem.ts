import { failure, type Failure } from '../../../../shared/failure';
import { keyProblem, nameOfKey } from '../../../../shared/keys';
import { R2_LIMITS } from '../../../../shared/r2';

/** Why R2 would take no object of this key and size; null when it would. */
export function uploadProblem(key: string, size: number): Failure | null {
  const problem = keyProblem(key);
  if (problem !== null) return failure('invalid-key', { name: nameOfKey(key), key, problem });
  if (size > R2_LIMITS.maxObjectBytes) {
    return failure('too-large', { name: nameOfKey(key), size, limit: R2_LIMITS.maxObjectBytes });
  }
  return null;
}
