import type { Clock } from '../../domain/clock.ts';
import type { BoardConfig } from '../../domain/config/config.ts';
import type { Boards } from '../../native/lock-board/connect.ts';
import type { LearnedConfig } from './learned-config.ts';
import { ProvenMap } from './proven-map.ts';

/** What has become of one door. `crossed`: its pulse opened another one. */
export interface DoorProof {
  door: number;
  proof: 'waiting' | 'good' | 'failed' | 'skipped' | 'crossed';
}

/** Milliseconds between two readings of the doors. */
const readEvery = 250;
/** Milliseconds after the pulse within which a door must be seen open. */
const mustOpen = 3_000;
/** Milliseconds for the boards to come up before the first pulse. */
const mustConnect = 10_000;
/** Milliseconds a pulse may wait for its turn on the bus. */
const deadlineMs = 2_000;

export interface Proof {
  /** `turned`: another door than the asked one opened, and that told how its board counts; it goes on by itself. */
  readonly at: 'ready' | 'opening' | 'open' | 'turned' | 'failed' | 'done';
  /** The door at work, or the one that failed. */
  readonly door: number | null;
  /** A door that is open beside the one at work, or instead of it. */
  readonly another: number | null;
  /** The door that failed may have another channel: the next try takes that one. */
  readonly turns: boolean;
  readonly doors: readonly DoorProof[];
  /** The boards as they are known by now. */
  readonly learned: readonly LearnedConfig[];
  /** What may be kept of them, and the doors that may not: where nobody knows what a pulse would open. */
  kept(): { boards: BoardConfig[]; leftOut: number[] };
  /** Opens the first door, and each next one once the one before is closed. */
  start(): void;
  /** The failed door once more: a new pulse. */
  again(): void;
  /** Goes on without the failed door. */
  skip(): void;
  /** Ends it and frees the ports. */
  stop(): Promise<void>;
}

export interface ProofDeps {
  clock: Clock;
  newId: () => string;
  /** Drivers for these boards. */
  connect: (boards: readonly BoardConfig[]) => Boards;
  changed: () => void;
  /** Written down before each pulse leaves; where it cannot be, no door opens. */
  intend: (door: number) => boolean;
}

/** Doors that are open. */
type Open = ReadonlySet<number>;

/**
 * Proves a map by opening each door once: one pulse each, seen open, closed by hand, before the next. All doors are
 * looked at meanwhile. Where the walk could not tell how a board counts its channels, the first door that a pulse
 * opens tells it.
 */
export function proveDoors(learned: readonly LearnedConfig[], deps: ProofDeps): Proof {
  const { clock, changed } = deps;
  const map = new ProvenMap(learned);
  const doors: DoorProof[] = map.doors.map((door) => ({ door, proof: 'waiting' }));
  let connected = deps.connect(map.boards());
  let at: Proof['at'] = 'ready';
  let door: number | null = null;
  let another: number | null = null;
  let stopped = false;
  let cancel = (): void => {};

  const become = (next: Proof['at'], beside: number | null = null): void => {
    at = next;
    another = beside;
    changed();
  };
  const mark = (proof: DoorProof['proof']): void => {
    const found = doors.find((each) => each.door === door);
    if (found !== undefined) found.proof = proof;
  };
  const pass = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      cancel = clock.after(ms, resolve);
    });

  /** All doors that are open; null while the board of the door at work does not answer. */
  async function lookOnce(which: number): Promise<Open | null> {
    const open = new Set<number>();
    for (const board of connected.boards) {
      const read = await board.readAll();
      if (read.ok) for (const each of read.value) if (each.lock === 'open') open.add(each.door);
      if (!read.ok && board.doors.includes(which)) return null;
    }
    return open;
  }
  /** Those of two looks in a row: switches bounce. */
  async function look(which: number): Promise<Open | null> {
    const [one, two] = [await lookOnce(which), await lookOnce(which)];
    return one === null || two === null ? null : new Set([...one].filter((each) => two.has(each)));
  }
  /** Looks until `holds`, at most `ms`; the last look, null when it did not come to hold. */
  async function until(which: number, holds: (open: Open) => boolean, ms: number): Promise<Open | null> {
    const from = clock.mono();
    while (!stopped && clock.mono() - from < ms) {
      const open = await look(which);
      if (open !== null && holds(open)) return open;
      await pass(readEvery);
    }
    return null;
  }

  async function prove(which: number): Promise<void> {
    door = which;
    become('opening');
    const from = clock.mono();
    const up = () => connected.boardOf(which)?.state.is === 'connected';
    while (!up() && !stopped && clock.mono() - from < mustConnect) await pass(readEvery);
    // A door that stands open already would prove nothing.
    const before = await until(which, (open) => !open.has(which), mustOpen);
    if (stopped) return;
    const sprung = new Set<number>();
    const hasOpened = (open: Open): boolean => {
      for (const each of open) if (before?.has(each) === false) sprung.add(each);
      return open.has(which);
    };
    const sent = before !== null && deps.intend(which) && (await fire(which));
    const opened = sent && (await until(which, hasOpened, mustOpen)) !== null;
    if (stopped) return;
    if (opened) await good(which, before);
    else if (before === null || sprung.size === 0) fail('failed', null);
    else await otherOpened(which, before, [...sprung]);
  }

  function fail(proof: 'failed' | 'crossed', instead: number | null): void {
    mark(proof);
    become('failed', instead);
  }

  async function good(which: number, before: Open): Promise<void> {
    map.opened(which, which);
    become('open');
    await allClosed(which, before);
    if (stopped) return;
    mark('good');
    next();
  }

  async function otherOpened(which: number, before: Open, sprung: readonly number[]): Promise<void> {
    const instead = sprung.find((each) => map.opened(which, each));
    if (instead === undefined) {
      fail('crossed', sprung[0] ?? null);
      return;
    }
    become('turned', instead);
    await allClosed(which, before);
    await turn();
    if (!stopped) await prove(which);
  }

  /** Waits until every door is closed that was so before the pulse, and tells which other one stands open. */
  async function allClosed(which: number, before: Open): Promise<void> {
    const closed = (open: Open): boolean => {
      const left = [...open].filter((each) => !before.has(each));
      const beside = left.find((each) => each !== which) ?? null;
      if (at === 'open' && beside !== another) become('open', beside);
      return left.length === 0;
    };
    await until(which, closed, Number.POSITIVE_INFINITY);
  }

  /** Drivers for the boards as they are known now. */
  async function turn(): Promise<void> {
    await connected.close();
    if (!stopped) connected = deps.connect(map.boards());
  }

  async function fire(which: number): Promise<boolean> {
    const sent = await connected.boardOf(which)?.open(which, { deadlineMs, operationId: deps.newId() });
    // What the doors say counts, not the board; but what never left cannot have opened one.
    return sent !== undefined && (sent.ok || sent.refusal.code !== 'NotSent');
  }

  function next(): void {
    const waiting = doors.find(({ proof }) => proof === 'waiting');
    if (waiting !== undefined) void prove(waiting.door);
    else {
      door = null;
      become('done');
    }
  }

  const turns = (): boolean => at === 'failed' && another === null && door !== null && map.inDoubt(door);
  async function tryAgain(which: number): Promise<void> {
    const other = turns();
    become('opening');
    if (other) {
      map.turn(which);
      await turn();
    }
    if (!stopped) await prove(which);
  }

  return {
    get at() {
      return at;
    },
    get door() {
      return door;
    },
    get another() {
      return another;
    },
    get turns() {
      return turns();
    },
    get doors() {
      return doors;
    },
    get learned() {
      return map.learned;
    },
    kept: () => map.kept(doors.filter(({ proof }) => proof === 'crossed').map((each) => each.door)),
    start() {
      if (at === 'ready') next();
    },
    again() {
      if (at === 'failed' && door !== null) void tryAgain(door);
    },
    skip() {
      if (at !== 'failed') return;
      if (another === null) mark('skipped');
      next();
    },
    async stop() {
      stopped = true;
      cancel();
      await connected.close();
    },
  };
}
