import { createHash } from 'node:crypto';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HubDeps } from '../../hub/deps.ts';
import { deskPart } from '../../hub/desk-api/desk.ts';
import { addHut, confirmKey, makeCode, openCode } from '../../hub/enrolment/enrol.ts';
import { createHub, type Hub } from '../../hub/hub.ts';
import { readHere } from '../../hub/intake/reading.ts';
import type { HubLogEntry } from '../../hub/log-catalogue.ts';
import { openStore, type StorePlace } from '../../hub/store/open.ts';
import type { Store } from '../../hub/store/store.ts';
import { fingerprintOf } from '../../hub/wire/keys.ts';
import { SimClock } from '../sim-clock.ts';
import { HutClient, makeKeys } from './hut-client.ts';

/** Randomness that is the same in every run. */
export function seededRandom(seed: string): (bytes: Uint8Array) => void {
  let n = 0;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i += 32) {
      bytes.set(
        createHash('sha256')
          .update(`${seed} ${n++}`)
          .digest()
          .subarray(0, bytes.length - i),
        i,
      );
    }
  };
}

/** Memory where there is such a place: these tests are not about disks. */
const temporary = ((): string => {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
})();

/** A hub in this process, with a clock that stands until it is moved. */
export interface TestHub {
  hub: Hub;
  /** What it was made of. */
  deps: HubDeps;
  store: Store;
  clock: SimClock;
  random: (bytes: Uint8Array) => void;
  lines: HubLogEntry[];
  /** A code of the office for this hut, which is made if there is none. */
  codeFor(hutId: string): Promise<string>;
  confirm(hutId: string, nth: number): Promise<void>;
  /** A hut as if it had been enrolled and confirmed; `enrolBy` does it in earnest. */
  hut(hutId: string): Promise<HutClient>;
  close(): Promise<void>;
}

export interface TestHubOptions {
  /** Left out: a new directory, thrown away at the end. */
  place?: StorePlace;
  clock?: SimClock;
  patience?: number;
}

export async function openTestHub({
  place,
  clock = new SimClock(),
  patience = 0,
}: TestHubOptions = {}): Promise<TestHub> {
  const dir = mkdtempSync(join(temporary, 'hub-'));
  const opened = await openStore(place ?? { dir }, [deskPart]);
  if (!opened.ok) throw new Error(opened.refusal.message);
  const store = opened.value;
  const random = seededRandom('hub');
  const lines: HubLogEntry[] = [];
  const log = (entry: HubLogEntry): void => {
    lines.push(entry);
    // A bug is to be seen, not to be answered politely.
    if (entry.what === 'broken') process.stderr.write(`${JSON.stringify(entry)}\n`);
  };
  const memberKey = Buffer.alloc(32, 7);
  const deps = { store, clock, random, log, readBatch: readHere, memberKey, patience };
  const hub = createHub(deps);
  await hub.begin();
  const test: TestHub = {
    hub,
    deps,
    store,
    clock,
    random,
    lines,
    async codeFor(hutId) {
      for (;;) {
        const made = await makeCode(random);
        const now = clock.wall();
        const given = await store.transaction(async (sql) => {
          await addHut(sql, hutId, `小屋 ${hutId}`, now);
          return openCode(sql, hutId, made, now);
        });
        if (given.ok) return made.code;
      }
    },
    async confirm(hutId, nth) {
      const done = await store.transaction((sql) => confirmKey(sql, hutId, nth, clock.wall()));
      if (!done.ok) throw new Error(done.refusal);
    },
    async hut(hutId) {
      const keys = makeKeys();
      await store.transaction(async (sql) => {
        const now = clock.wall();
        await addHut(sql, hutId, `小屋 ${hutId}`, now);
        await sql.run(`INSERT INTO hut_key VALUES ($1, 1, $2, $3, 'active', $4, $4, NULL)`, [
          hutId,
          keys.publicKey,
          fingerprintOf(keys.publicKey),
          now,
        ]);
      });
      return new HutClient(hub.fetch, `${hutId}/1`, keys, () => clock.wall());
    },
    async close() {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return test;
}
