import { UNKNOWN_RIGHTS } from '../../../shared/connection';
import type { ProfileBook } from './profile-book';
import { domainsWith } from './public-domains';
import type { SandboxControl, SandboxInfo } from './sandbox-control';

/** The connection to the bucket that comes with the app. There is only ever one; its port changes with each start. */
export class SandboxConnection {
  constructor(
    private readonly book: ProfileBook,
    private readonly options: {
      readonly sandbox: SandboxControl;
      readonly now: () => number;
      readonly randomId: () => string;
    },
  ) {}

  /** Starts the sandbox and keeps its connection as the active one; answers its id, and tells nobody yet. */
  async open(): Promise<string> {
    const { accessKeyId, bucket, publicBase } = await this.options.sandbox.start();
    const old = this.book.all.find((one) => one.address.kind === 'sandbox') ?? null;
    const id = old?.id ?? this.options.randomId();
    const createdAt = old?.createdAt ?? this.options.now();
    const address = { kind: 'sandbox' } as const;
    this.book.put({
      id,
      name: bucket,
      address,
      bucket,
      publicBase,
      publicDomains: domainsWith(old, publicBase),
      accessKeyId,
      createdAt,
      keysSince: createdAt,
      keysRemindedAt: null,
      rights: UNKNOWN_RIGHTS,
      reachAccepted: false,
      keysTerm: null,
      apiTokenTerm: null,
      sealedSecret: null,
      sealedApiToken: null,
    });
    return id;
  }

  /** Starts the sandbox if it does not run, and keeps where it is now. */
  async refresh(connectionId: string): Promise<SandboxInfo> {
    const info = await this.options.sandbox.start();
    const profile = this.book.stored(connectionId);
    const { accessKeyId, bucket, publicBase } = info;
    if (profile.publicBase !== publicBase || profile.accessKeyId !== accessKeyId || profile.bucket !== bucket) {
      const publicDomains = domainsWith(profile, publicBase);
      this.book.change(connectionId, { accessKeyId, bucket, publicBase, publicDomains });
    }
    return info;
  }
}
