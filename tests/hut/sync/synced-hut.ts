import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Health } from '../../../domain/contract/health.ts';
import type { FeedStream } from '../../../domain/sync/feeds.ts';
import { publish } from '../../../hub/feeds/feeds.ts';
import type { LogEntry } from '../../../hut/log-catalogue.ts';
import { enrol } from '../../../hut/sync/enrolling.ts';
import type { Wire } from '../../../hut/sync/hub-client.ts';
import { readHubFile, writeHubFile } from '../../../hut/sync/hub-file.ts';
import { ownLogFile } from '../../../hut/sync/own-log.ts';
import { type Sync, type SyncDeps, startSync } from '../../../hut/sync/sync.ts';
import type { TestHub } from '../../hub/test-hub.ts';
import { wellAt } from '../health/well.ts';
import { type StockedHut, stockedHut } from '../ledger/stocked-hut.ts';
import { hubUrl, wireTo } from './hub-wire.ts';

/** A hut with things and people whose sync runs against a hub in this process, on the hut's own clock. */
export interface SyncedHut extends Disposable {
  /** Whether somebody is at the screen. */
  busy: boolean;
  hut: StockedHut;
  sync: Sync;
  log: LogEntry[];
  /** How it is; a test makes it otherwise. */
  health: Health;
  /** What the puller said changed. */
  changed: FeedStream[];
  /** After which number the two logs parted. */
  parted: number[];
  /** Lets all that is due happen, and one round come to its end. */
  round(): Promise<void>;
  /** Events and messages of before are over; the hut starts anew. */
  restart(): void;
}

export async function syncedHut(
  office: TestHub,
  hutId: string,
  {
    wire = wireTo(() => office.hub),
    confirmed = true,
    url = hubUrl,
  }: { wire?: Wire; confirmed?: boolean; url?: string } = {},
): Promise<SyncedHut> {
  const hut = stockedHut();
  const enrolled = await enrol({
    url,
    code: await office.codeFor(hutId),
    wire: wireTo(() => office.hub),
  });
  if (!enrolled.ok) throw new Error(enrolled.refusal.message);
  writeHubFile(hut.dir, enrolled.value.identity);
  if (confirmed) await office.confirm(hutId, Number(enrolled.value.identity.keyId.split('/')[1]));
  const log: LogEntry[] = [];
  const changed: FeedStream[] = [];
  const parted: number[] = [];
  let nonces = 0;
  const deps = (): SyncDeps => ({
    clock: hut.clock,
    chance: () => 0.5,
    random: (bytes) => Buffer.alloc(bytes).fill(String(++nonces).padStart(bytes, '0')),
    wire,
    pack: async (text) => gzipSync(text, { level: 1 }),
    identity: () => readHubFile(hut.dir),
    store: hut.sync,
    log: (entry) => void log.push(entry),
    health: () => synced.health,
    busy: () => synced.busy,
    changed: (stream) => void changed.push(stream),
    redraw: () => {},
    ownLogFile: join(hut.dir, ownLogFile),
    parted: ({ lastSeq }) => void parted.push(lastSeq),
  });
  const synced: SyncedHut = {
    busy: false,
    health: wellAt(hut.clock.wall()),
    hut,
    sync: startSync(deps()),
    log,
    changed,
    parted,
    async round() {
      synced.sync.hurry();
      hut.clock.advance(0);
      await synced.sync.settled();
    },
    restart() {
      void synced.sync.close();
      hut.restart();
      synced.sync = startSync(deps());
    },
    [Symbol.dispose]() {
      void synced.sync.close();
      hut[Symbol.dispose]();
    },
  };
  return synced;
}

/** The office publishes a row of a feed. */
export async function say(
  { store, clock, random }: TestHub,
  stream: FeedStream,
  hut: string,
  key: string,
  value: unknown,
): Promise<void> {
  await store.transaction((sql) =>
    publish(sql, { now: clock.wall(), random }, stream, hut, key, value as never),
  );
}
