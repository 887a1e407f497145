import { fail, FailureError } from '../../../shared/failure';
import { failureOfFile } from '../store/file-errors';
import { readProfiles, writeProfiles, type Profiles, type ProfileStorage, type StoredProfile } from './profiles-file';

/** The connections as they are kept. What is in memory is on disk already; `tell` hears of what the page should know. */
export class ProfileBook {
  #profiles: Profiles;

  constructor(
    private readonly storage: ProfileStorage,
    private readonly tell: () => void,
  ) {
    this.#profiles = readProfiles(storage);
  }

  get all(): readonly StoredProfile[] {
    return this.#profiles.profiles;
  }

  get activeId(): string | null {
    return this.#profiles.activeId;
  }

  find(connectionId: string): StoredProfile | null {
    return this.all.find((one) => one.id === connectionId) ?? null;
  }

  /** Fails with `no-connection`. */
  stored(connectionId: string): StoredProfile {
    return this.find(connectionId) ?? fail('no-connection');
  }

  /** Keeps a connection, in the place of the one with its id or as the last, with `activeId` as the active one; tells nobody yet. */
  put(profile: StoredProfile, activeId: string | null = profile.id): void {
    const isKnown = this.find(profile.id) !== null;
    const profiles = isKnown ? this.all.map((one) => (one.id === profile.id ? profile : one)) : [...this.all, profile];
    this.#write({ activeId, profiles });
  }

  change(connectionId: string, change: Partial<StoredProfile>): void {
    const profiles = this.all.map((one) => (one.id === connectionId ? { ...one, ...change } : one));
    this.#write({ ...this.#profiles, profiles });
    this.tell();
  }

  /** Keeps a change of each at once; tells nobody. */
  changeAll(changed: (profile: StoredProfile) => StoredProfile): void {
    this.#write({ ...this.#profiles, profiles: this.all.map(changed) });
  }

  select(connectionId: string): void {
    this.#write({ ...this.#profiles, activeId: this.stored(connectionId).id });
    this.tell();
  }

  /** Tells nobody yet: more goes with a connection than its line here. */
  remove(connectionId: string): void {
    const profiles = this.all.filter((one) => one.id !== this.stored(connectionId).id);
    this.#write({ profiles, activeId: this.activeId === connectionId ? (profiles[0]?.id ?? null) : this.activeId });
  }

  /** On disk first: a full disk leaves all as it was. */
  #write(profiles: Profiles): void {
    try {
      writeProfiles(this.storage, profiles);
    } catch (error) {
      const cause = failureOfFile(error, 'write', 'connections');
      throw cause === null ? error : new FailureError(cause);
    }
    this.#profiles = profiles;
  }
}
