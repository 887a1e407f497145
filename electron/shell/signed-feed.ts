import { Provider, type ResolvedUpdateFileInfo } from 'electron-updater';
import { parseUpdateInfo, resolveFiles, type ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider';
import type { UpdateInfo } from 'builder-util-runtime';
import { fail } from '../../shared/failure';
import { isSignedFeed } from '../core/updates/feed-signature';
import type { UpdateSource } from './update-source';

/**
 * The feed of electron-builder (`latest-linux.yml` and its like), taken only with our own signature beside it (`….yml.sig`). What is
 * read is what was proven: both are fetched once. See docs/decisions/0028-updates.md.
 */
export class SignedFeed extends Provider<UpdateInfo> {
  readonly #source: UpdateSource;

  constructor(source: UpdateSource, runtime: ProviderRuntimeOptions) {
    super(runtime);
    this.#source = source;
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const name = `${this.getDefaultChannelName()}.yml`;
    const address = new URL(name, this.#source.feed);
    const text = (await this.httpRequest(address)) ?? '';
    const signature = await this.httpRequest(new URL(`${name}.sig`, this.#source.feed)).catch(() => null);
    if (signature === null || !isSignedFeed({ name, text }, signature, this.#source.publicKey))
      fail('update-untrusted', {}, name);
    return parseUpdateInfo(text, name, address);
  }

  override resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return resolveFiles(info, new URL(this.#source.feed));
  }

  /** electron-updater would send a number of this computer with each question. */
  override setRequestHeaders(): void {
    super.setRequestHeaders(null);
  }
}
