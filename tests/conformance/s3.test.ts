import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import type { S3Client } from '@aws-sdk/client-s3';
import { bucketCases } from './bucket-cases';
import { copyCases } from './copy-cases';
import { listingCases } from './listing-cases';
import { miniflareTarget, whyNoMiniflare } from './miniflare-target';
import { multipartCases } from './multipart-cases';
import { objectCases } from './object-cases';
import { presignedCases } from './presigned-cases';
import { rawCases } from './raw-cases';
import { readCases } from './read-cases';
import { sandboxTarget } from './sandbox-target';
import { makeClient } from './target';
import type { Context, Running, Target } from './target';

function run(target: Target): void {
  describe(target.name, () => {
    let running: Running;
    let client: S3Client;
    let count = 0;
    let context: Context;
    beforeAll(async () => {
      running = await target.start();
      client = makeClient(running);
    }, 60_000);
    beforeEach(() => {
      context = { client, running, prefix: `case ${++count}/` };
    });
    afterAll(async () => {
      client?.destroy();
      await running?.close();
    });
    const suites = [
      objectCases,
      readCases,
      copyCases,
      listingCases,
      multipartCases,
      bucketCases,
      presignedCases,
      rawCases,
    ];
    for (const cases of suites) cases(() => context, target.abilities);
  });
}

run(sandboxTarget);

const reason = whyNoMiniflare();
if (reason === undefined) run(miniflareTarget);
else {
  process.stdout.write(`Conformance: not run against miniflare, since ${reason}.\n`);
  describe.skip(`miniflare's R2 (${reason})`, () => test('is not installed', () => undefined));
}
