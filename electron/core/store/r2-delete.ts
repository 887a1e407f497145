import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { FailureError, type Failure } from '../../../shared/failure';
import { R2_LIMITS } from '../../../shared/r2';
import { failureOfAnswer } from './errors';
import type { DeleteAnswer } from './object-store';
import type { R2Client } from './r2-client';
import { answersOfBatch, fitsXml } from './replies';

export async function deleteOne(client: R2Client, key: string, signal: AbortSignal): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: client.bucket, Key: key });
  await client.call(client.context(key), signal, (call) => client.questions.send(command, call));
}

/** Throws where the first batch fails as a whole: nothing is gone then, and the rest would fail alike. */
export async function deleteMany(
  client: R2Client,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly DeleteAnswer[]> {
  const answers: DeleteAnswer[] = [];
  let broken: Failure | null = null;
  for (const batch of batchesOf(keys)) {
    const cause: Failure | null = broken;
    try {
      answers.push(...(cause === null ? await deleteBatch(client, batch, signal) : allFailed(batch, cause)));
    } catch (error) {
      // A batch that failed as a whole: the rest would fail alike, and what is gone already must still be told.
      if (!(error instanceof FailureError) || answers.length === 0) throw error;
      broken = error.failure;
      answers.push(...allFailed(batch, error.failure));
    }
  }
  return answers;
}

/** Keys that XML cannot hold go alone, by their URL. */
function batchesOf(keys: readonly string[]): readonly (readonly string[])[] {
  const together = keys.filter(fitsXml);
  const alone = keys.filter((key) => !fitsXml(key));
  const count = Math.ceil(together.length / R2_LIMITS.deleteBatch);
  const batches = Array.from({ length: count }, (_, n) =>
    together.slice(n * R2_LIMITS.deleteBatch, (n + 1) * R2_LIMITS.deleteBatch),
  );
  return [...batches, ...alone.map((key) => [key])];
}

function allFailed(keys: readonly string[], cause: Failure): DeleteAnswer[] {
  return keys.map((key) => ({ key, deleted: false, failure: cause }));
}

async function deleteAlone(client: R2Client, key: string, signal: AbortSignal): Promise<DeleteAnswer> {
  try {
    await deleteOne(client, key, signal);
    return { key, deleted: true };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { key, deleted: false, failure: error.failure };
  }
}

async function deleteBatch(
  client: R2Client,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly DeleteAnswer[]> {
  const [first] = keys;
  if (first !== undefined && keys.length === 1) return [await deleteAlone(client, first, signal)];
  const objects = keys.map((key) => ({ Key: key }));
  const command = new DeleteObjectsCommand({ Bucket: client.bucket, Delete: { Objects: objects, Quiet: false } });
  const reply = await client.call(client.context(null), signal, (call) => client.questions.send(command, call));
  const failed = (reply.Errors ?? []).map((one) => ({
    key: one.Key ?? '',
    code: one.Code ?? '',
    message: one.Message ?? '',
  }));
  const deleted = (reply.Deleted ?? []).map((one) => one.Key ?? '');
  return answersOfBatch(keys, { deleted, failed }, (key, code, message) =>
    failureOfAnswer({ status: 200, code, message, headers: {} }, client.context(key)),
  );
}
