import { randomUUID } from 'node:crypto';
import { assetIdOf } from '../../electron/core/library/asset-id';
import { createR2Store } from '../../electron/core/store/r2-store';
import { systemClock } from '../../electron/core/transfers/clock';
import { R2_COPIES } from '../../electron/core/transfers/copy/copy-job';
import { NO_CONVERTER } from '../../electron/core/transfers/upload/image-converter';
import type { TransferHooks } from '../../electron/core/transfers/hooks';
import { createTransfers } from '../../electron/core/transfers/transfers';
import type { Transfers } from '../../electron/core/transfers/transfers-api';
import { UNKNOWN_RIGHTS } from '../../shared/connection';
import { DEFAULT_UPLOADS } from '../../shared/upload-settings';
import type { SandboxAddress } from '../support/sandbox';

export const CONNECTION = 'torture';

/** The app's transfers on a bucket, as the app builds them but for the house around them. */
export function bareTransfers(
  address: SandboxAddress,
  root: string,
  uploadDone: TransferHooks['uploadDone'],
): Transfers {
  const { endpoint, bucket, accessKeyId, secretAccessKey } = address;
  const store = createR2Store({ region: 'auto', endpoint, bucket, accessKeyId, secretAccessKey });
  return createTransfers({
    root,
    handedOver: { script: root, generated: root },
    storeOf: () => Promise.resolve(store),
    profileOf: (id) => ({
      id,
      name: 'Torture',
      address: { kind: 'endpoint', endpoint, region: 'auto', style: 'path' },
      bucket,
      publicBase: null,
      publicDomains: [],
      accessKeyId,
      secret: 'stored',
      apiToken: 'none',
      rights: UNKNOWN_RIGHTS,
      createdAt: 0,
      keysSince: 0,
      keysRemindedAt: null,
      keysTerm: null,
      apiTokenTerm: null,
      reachAccepted: false,
    }),
    hooks: {
      uploadsQueued: () => undefined,
      uploadDone,
      uploadGone: () => undefined,
      uploadFailed: () => undefined,
      copyDone: () => undefined,
      packDone: () => undefined,
    },
    publish: () => undefined,
    conflictRule: () => 'ask',
    uploadSettings: () => DEFAULT_UPLOADS,
    converter: NO_CONVERTER,
    downloadRule: () => 'ask',
    assetIdOf,
    copyLimits: R2_COPIES,
    clock: systemClock,
    randomId: randomUUID,
    random: Math.random,
  });
}
