import { execFileSync, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { isSurelyOpen } from '../domain/door/cycle.ts';
import { done } from '../domain/result.ts';
import { Config } from '../hut/config/config.ts';
import { openHut } from '../hut/open-hut.ts';
import { practiceLayout } from '../hut/practice/simulated-devices.ts';
import { realClock } from '../hut/real-clock.ts';
import { practiceCards } from '../hut/stock/practice-stock.ts';
import type { ByteStream } from '../native/port/byte-stream.ts';
import { openStreamWith } from '../native/port/open-stream.ts';
import { makeSimulatedPort } from '../native/port/pseudo-terminal.ts';
import { idle } from './measure.ts';

/** What this process is asked for: the nth of either. It answers with milliseconds, and first of all that it is ready. */
export type Asked = { take: 'trip' | 'floor'; n: number } | 'end';
export type Answered = 'ready' | { ms: number };

const door = 1;
/**
 * Milliseconds before the nth trip and before its floor: nobody is faster with a card than half a second, and an idle
 * machine is slower than a hot one.
 */
const gapOf = (n: number): number => 500 + (n % 7) * 80;
/** Pages in the floor's write-ahead log before SQLite begins it anew, as it does by itself, and pages of a commit. */
const autoCheckpoint = 1_000;
const pagesEach = 4;

/** A bare write of five bytes that the board takes for another board's order and does not answer. */
const bareFrame = Uint8Array.of(0x80, 0x02, 0x01, 0x33, 0xb0);

/** The lock board at the far end, in its own process. */
async function startBoard() {
  const child = fork(new URL('./board-process.ts', import.meta.url));
  let take: (message: { path?: string; first?: number; at?: string }) => void = () => {};
  child.on('message', (message) => take(message as { path?: string }));
  const path = await new Promise<string>((resolve) => {
    take = (message) => message.path !== undefined && resolve(message.path);
  });
  return {
    path,
    /** When the first byte of the next write beginning with `first` arrives. */
    arrival: (first: number) =>
      new Promise<bigint>((resolve) => {
        take = (message) => {
          if (message.first === first && message.at !== undefined) resolve(BigInt(message.at));
        };
      }),
    close: (each: number) => child.send({ close: each }),
    end: () => child.send('end'),
  };
}

/** The floor's database: three statements in one transaction under FULL, nothing else. */
function bareLedger(dir: string) {
  const db = new Database(join(dir, 'floor.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`
    CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT, hash BLOB) STRICT;
    CREATE TABLE opening (opening TEXT PRIMARY KEY, body TEXT) STRICT;
    CREATE TABLE head (one INTEGER PRIMARY KEY, seq INTEGER) STRICT;
    INSERT INTO head VALUES (1, 0);`);
  const body = 'x'.repeat(300);
  const insertEvent = db.prepare('INSERT INTO event (body, hash) VALUES (?, ?)');
  const insertOpening = db.prepare('INSERT INTO opening VALUES (?, ?)');
  const updateHead = db.prepare('UPDATE head SET seq = seq + 1');
  const hash = randomBytes(32);
  const commit = db.transaction((id: string) => {
    insertEvent.run(body, hash);
    insertOpening.run(id, body);
    updateHead.run();
  });
  // From here on its log is written over, as the hut's is: one that grows waits for the file system besides.
  for (let pages = 0; pages < autoCheckpoint + pagesEach; pages += pagesEach) commit.immediate(randomUUID());
  return { commit: () => commit.immediate(randomUUID()), close: () => db.close() };
}

/** By a process of its own: a hut that is started with an old ledger has not written it a moment ago. */
function fill(dir: string, events: number): void {
  const script = fileURLToPath(new URL('./scan-to-unlock-ledger.ts', import.meta.url));
  execFileSync(process.execPath, [script, dir, String(events)], { stdio: 'inherit' });
}

/** A hut with so many events in its ledger. Both take their time before they measure, as people do. */
async function openBenchHut(events: number) {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-bench-'));
  fill(dir, events);
  const board = await startBoard();
  const scannerPort = await makeSimulatedPort();
  let scannedAt = 0n;
  let lockStream: ByteStream | undefined;
  const plain = openStreamWith(realClock);
  const opened = await openHut({
    config: Config.parse({
      locker: {
        layout: { columns: [[{ door, rows: 1 }, ...(practiceLayout.columns[0]?.slice(1) ?? [])]] },
        boards: [
          { id: 'bench', protocol: 'xor-8a', path: board.path, doors: { '1': 1, '2': 2, '3': 3, '4': 4 } },
        ],
      },
      scanner: [{ kind: 'serial', path: scannerPort.path }],
    }),
    dir,
    clock: realClock,
    newId: randomUUID,
    log: () => {},
    async openStream(path, baud) {
      const stream = await plain(path, baud);
      if (!stream.ok) return stream;
      if (path === board.path) lockStream = stream.value;
      if (path !== scannerPort.path) return stream;
      const scanner = stream.value;
      return done({
        ...scanner,
        path,
        write: (bytes: Uint8Array) => scanner.write(bytes),
        onClose: (take: (why?: Error) => void) => scanner.onClose(take),
        close: () => scanner.close(),
        onData: (take: (bytes: Uint8Array) => void) =>
          scanner.onData((bytes) => {
            scannedAt = process.hrtime.bigint();
            take(bytes);
          }),
      });
    },
  });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const { hut, store } = opened.value;
  const press = (action: Parameters<typeof hut.visit.press>[1]) => hut.visit.press(hut.visit.token, action);
  const at = async (stage: string) => {
    for (let i = 0; hut.visit.stage.at !== stage; i++) {
      if (i > 5_000) throw new Error(`never came to ${stage}, but to ${JSON.stringify(hut.view().screen)}`);
      await idle(2);
    }
  };
  /** Until the door surely is open, and not its bolt alone: what is shut before that never was. */
  const untilOpen = async () => {
    for (;;) {
      const { stage } = hut.visit;
      const { running } = hut.doors;
      if (running !== null && isSurelyOpen(running.cycle)) return;
      if (stage.at === 'refusal') throw new Error(`refused: ${JSON.stringify(stage.refusal)}`);
      await idle(2);
    }
  };
  const card = new TextEncoder().encode(`${practiceCards.find((each) => each.trust === 'verified')?.code}\r`);
  const thing = store.lending.items().find((item) => item.home.at === 'door' && item.home.door === door);
  if (thing === undefined) throw new Error('nothing behind the door of the bench');
  while (lockStream === undefined || hut.doors.faultOf(door) !== null) await idle(10);
  const lock = lockStream;
  const floorLedger = bareLedger(dir);
  return {
    /** Milliseconds from a card's bytes at the hut to the first byte of its open frame at the board. */
    async trip(n: number): Promise<number> {
      press({ do: 'home' });
      press({ do: 'begin' });
      press({ do: 'kind', kind: thing.kind });
      press({ do: 'tick' });
      press({ do: 'borrow' });
      await at('identify');
      // A person takes out a card; the machine goes idle.
      await idle(gapOf(n));
      const arrived = board.arrival(0x8a);
      scannerPort.far.write(card);
      const ms = Number((await arrived) - scannedAt) / 1e6;
      await untilOpen();
      board.close(door);
      await at('borrowed');
      store.lending.returnByHand({
        item: thing.item,
        problem: null,
        visit: 'bench',
        place: thing.home.place,
      });
      // As the hut does when nobody is at the screen.
      store.ledger.tidy();
      return ms;
    },
    /** Milliseconds of a bare transaction and a bare write on the same stream. */
    async floor(n: number): Promise<number> {
      await idle(gapOf(n));
      const bare = board.arrival(bareFrame[0] ?? 0);
      const from = process.hrtime.bigint();
      floorLedger.commit();
      void lock.write(bareFrame);
      return Number((await bare) - from) / 1e6;
    },
    async close(): Promise<void> {
      floorLedger.close();
      await opened.value.close();
      await scannerPort.close();
      board.end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const bench = await openBenchHut(Number(process.argv[2]));
const answer = (what: Answered) => process.send?.(what);
process.on('message', (asked: Asked) => {
  if (asked === 'end') void bench.close().then(() => process.exit(0));
  else void bench[asked.take](asked.n).then((ms) => answer({ ms }));
});
process.on('disconnect', () => process.exit(1));
answer('ready');
