import { rmSync } from 'node:fs';
import sqlite, { type Database, type QueryResult, type Statement } from 'node-sqlite3-wasm';
import type { GenerationFacts } from '../../../../shared/generation';
import type { FoundProvenance } from '../found-provenance';
import type { Probe } from '../probes';
import { jsonOf, keyOf, objectOf, type StoredObject } from './stored-object';

/** Of the tables below. An older one is brought up to it; a newer one is made anew: all in it is in the bucket as well. */
const FORMAT = 4;
/** Rows that are read at a time while a folder is looked through. */
const CHUNK = 256;

const TABLES = `
CREATE TABLE objects (
  row INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  modified INTEGER NOT NULL,
  type TEXT,
  version TEXT,
  facts TEXT,
  probe TEXT,
  linked INTEGER NOT NULL DEFAULT 0,
  found TEXT,
  infrequent INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${FORMAT};`;

/** What makes of each older format the next one, from 1 on. */
const MIGRATIONS: readonly string[] = [
  'ALTER TABLE objects ADD COLUMN linked INTEGER NOT NULL DEFAULT 0; PRAGMA user_version = 2;',
  'ALTER TABLE objects ADD COLUMN found TEXT; PRAGMA user_version = 3;',
  'ALTER TABLE objects ADD COLUMN infrequent INTEGER NOT NULL DEFAULT 0; PRAGMA user_version = 4;',
];

/** The file is no database, or a damaged one. What was in it is in the bucket: make it anew. */
export class DamagedIndexError extends Error {}

/**
 * The index on disk: SQLite, in one file beside its log. One process has it open at a time (the app runs once a user); changes
 * come in transactions and survive a kill. Keys are their UTF-8 bytes, so that their order is that of a listing and any
 * character is one.
 */
export class IndexDatabase {
  readonly #db: Database;
  readonly #statements = new Map<string, Statement>();

  /** Opens or makes the file, or keeps all in memory (null); throws `DamagedIndexError`. */
  constructor(file: string | null) {
    // A lock that a killed run has left.
    if (file !== null) rmSync(`${file}.lock`, { recursive: true, force: true });
    this.#db = new sqlite.Database(file ?? ':memory:');
    try {
      this.#guard(() => this.#open());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Deletes an index with all that belongs to it. */
  static remove(file: string): void {
    for (const part of ['', '-wal', '-shm', '-journal', '.lock']) rmSync(file + part, { recursive: true, force: true });
  }

  insert(object: StoredObject): void {
    const { row, key, size, etag, modified, contentType, version, facts, probe, linked, found, isInfrequent } = object;
    this.#statement('INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run([
      row,
      bytesOf(key),
      size,
      etag,
      modified,
      contentType,
      version,
      jsonOf(facts),
      jsonOf(probe),
      linked ? 1 : 0,
      jsonOf(found),
      isInfrequent ? 1 : 0,
    ]);
  }

  replace(object: StoredObject): void {
    this.delete(object.row);
    this.insert(object);
  }

  delete(row: number): void {
    this.#statement('DELETE FROM objects WHERE row = ?').run([row]);
  }

  setFacts(row: number, facts: GenerationFacts | null): void {
    this.#statement('UPDATE objects SET facts = ? WHERE row = ?').run([jsonOf(facts), row]);
  }

  setProbe(row: number, probe: Probe & { readonly version: string }): void {
    this.#statement('UPDATE objects SET probe = ? WHERE row = ?').run([jsonOf(probe), row]);
  }

  setFound(row: number, found: FoundProvenance): void {
    this.#statement('UPDATE objects SET found = ? WHERE row = ?').run([jsonOf(found), row]);
  }

  setLinked(row: number, linked: boolean): void {
    this.#statement('UPDATE objects SET linked = ? WHERE row = ?').run([linked ? 1 : 0, row]);
  }

  unlinkAll(): void {
    this.#statement('UPDATE objects SET linked = 0 WHERE linked = 1').run();
  }

  byRow(row: number): StoredObject | null {
    const found = this.#first('SELECT * FROM objects WHERE row = ?', row);
    return found === undefined ? null : objectOf(found);
  }

  /** The objects with `prefix` and a key after `after`, up to and with `through` (null: to the end), in the order of a listing. */
  between(prefix: string, after: string, through: string | null): StoredObject[] {
    const sql = 'SELECT * FROM objects WHERE key > ? AND key >= ? AND key <= ? ORDER BY key';
    const last = through === null ? afterAll(prefix) : bytesOf(through);
    return this.#guard(() =>
      this.#statement(sql)
        .all([bytesOf(after), bytesOf(prefix), last])
        .map(objectOf),
    );
  }

  /**
   * Of these, what lies in the folder `prefix` itself. Its subfolders are leapt over, whatever lies in them: whoever opens a bucket's
   * first folder would otherwise wait for the whole bucket to be read.
   */
  directly(prefix: string, after: string, through: string | null): StoredObject[] {
    const sql = 'SELECT * FROM objects WHERE key > ? AND key >= ? AND key <= ? ORDER BY key LIMIT ?';
    const last = through === null ? afterAll(prefix) : bytesOf(through);
    const found: StoredObject[] = [];
    let from = bytesOf(after);
    let most = CHUNK;
    for (;;) {
      const rows = this.#guard(() => this.#statement(sql).all([from, bytesOf(prefix), last, most]));
      const keys = rows.map(keyOf);
      const inSubfolder = keys.findIndex((key) => key.includes('/', prefix.length));
      found.push(...rows.slice(0, inSubfolder < 0 ? rows.length : inSubfolder).map(objectOf));
      if (inSubfolder < 0 && rows.length < most) return found;
      const reached = keys.at(inSubfolder) ?? '';
      from = inSubfolder < 0 ? bytesOf(reached) : afterAll(reached.slice(0, reached.indexOf('/', prefix.length) + 1));
      // Where one subfolder is, the next often follows: what is read there is read for nothing.
      most = inSubfolder === 0 ? 1 : CHUNK;
    }
  }

  *all(): Generator<StoredObject, void, undefined> {
    const rows = this.#statement('SELECT * FROM objects').iterate();
    for (;;) {
      const next = this.#guard(() => rows.next());
      if (next.done === true) return;
      yield objectOf(next.value);
    }
  }

  note(name: string): string | null {
    const found = this.#first('SELECT value FROM notes WHERE name = ?', name)?.['value'];
    return typeof found === 'string' ? found : null;
  }

  setNote(name: string, value: string | null): void {
    if (value === null) this.#statement('DELETE FROM notes WHERE name = ?').run([name]);
    else
      this.#statement('INSERT INTO notes VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run([
        name,
        value,
      ]);
  }

  /** What was noted of the objects does not hold any more; one note that is not of them does. */
  forgetNotes(but: string): void {
    this.#statement('DELETE FROM notes WHERE name <> ?').run([but]);
  }

  /** All changes that `work` makes, or none. */
  transaction<T>(work: () => T): T {
    return this.#guard(() => {
      this.#db.exec('BEGIN');
      try {
        const done = work();
        this.#db.exec('COMMIT');
        return done;
      } catch (error) {
        if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  close(): void {
    for (const statement of this.#statements.values()) {
      try {
        statement.finalize();
      } catch {
        // Says once more how its last step failed (sqlite.org/c3ref/finalize.html), and is gone all the same.
      }
    }
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #open(): void {
    // Alone with its file, SQLite needs no shared memory for its log, which this build has none of.
    for (const pragma of [
      'locking_mode = EXCLUSIVE',
      'journal_mode = WAL',
      'synchronous = NORMAL',
      'cache_size = -8000',
    ])
      this.#db.get(`PRAGMA ${pragma}`);
    const format = Number(this.#db.get('PRAGMA user_version')?.['user_version']);
    if (format === FORMAT) return;
    const steps = format > 0 ? MIGRATIONS.slice(format - 1) : [];
    if (steps.length > 0) return this.#db.exec(`BEGIN; ${steps.join(' ')} COMMIT`);
    if (format !== 0 || this.#db.get('SELECT 1 FROM sqlite_schema') !== null)
      throw new DamagedIndexError(`The index has format ${format}`);
    this.#db.exec(`BEGIN; ${TABLES} COMMIT`);
  }

  /**
   * Steps to the end, though there is one row at most: a statement that `get` leaves on its row goes on reading, and as long as one
   * reads the log is never taken into the file (sqlite.org/wal.html, "checkpoint starvation") and grows with each change.
   */
  #first(sql: string, wanted: number | string): QueryResult | undefined {
    return this.#guard(() => this.#statement(sql).all([wanted])[0]);
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof sqlite.SQLite3Error && /malformed|not a database/.test(error.message))
        throw new DamagedIndexError(error.message, { cause: error });
      throw error;
    }
  }
}

/** After every key that begins so: no UTF-8 has this byte. */
function afterAll(prefix: string): Uint8Array {
  return Buffer.concat([bytesOf(prefix), Buffer.of(0xff)]);
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}
