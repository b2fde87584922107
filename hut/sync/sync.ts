import type { Clock } from '../../domain/clock.ts';
import type { Health, SyncState } from '../../domain/contract/health.ts';
import { isBelow, release } from '../../domain/release.ts';
import type { Result } from '../../domain/result.ts';
import type { LogHead } from '../../domain/sync/batch.ts';
import type { FeedStream } from '../../domain/sync/feeds.ts';
import { faultOf } from '../ledger/fault.ts';
import { type Log, stackOf } from '../log.ts';
import { clockApart, nextStep, syncDelays, waitFor } from './deciding.ts';
import {
  type CallRefusal,
  createHubClient,
  type HubClient,
  type HubClientDeps,
  type Wire,
} from './hub-client.ts';
import type { HubFileFault, HubIdentity } from './hub-file.ts';
import { createRound, type Round, type RoundEnd } from './round.ts';
import { fingerprintOf } from './signing.ts';
import type { SyncStore } from './sync-store.ts';

export interface SyncStatus {
  state: SyncState;
  /** The hub's last answer, milliseconds since 1970; null: never. */
  lastAt: number | null;
  /** Events that wait for it. */
  queue: number;
  /** The hub wants a later release than this one, or says something that this one cannot read. */
  outdated: boolean;
  identity: { url: string; hutId: string; fingerprint: string } | null;
}

/** Keeps the hut and the hub of one mind. Nothing here is waited for by anybody at the screen. */
export interface Sync {
  status(): SyncStatus;
  /** Something was recorded. */
  committed(): void;
  /** The round is begun at once: somebody asked for it. */
  hurry(): void;
  /** The hut was enrolled, or its store was opened anew: everything is asked afresh. */
  restart(): void;
  /** Resolves when no round is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface SyncDeps {
  clock: Clock;
  /** From 0 to 1, for waits. */
  chance: () => number;
  random: (bytes: number) => Uint8Array;
  wire: Wire;
  pack?: NonNullable<HubClientDeps['pack']>;
  /** Who this hut is at the hub; null when it stands alone. Read at each restart, and when somebody asks again. */
  identity: () => Result<HubIdentity | null, HubFileFault>;
  store: SyncStore;
  log: Log;
  /** How the hut is; the hub is told, so that the office sees it. */
  health: () => Health;
  /** Somebody is at the screen: less is done at a time. */
  busy: () => boolean;
  /** Something came down that a screen may show. */
  changed: (stream: FeedStream) => void;
  /** How they get on may have changed. */
  redraw: () => void;
  /** Where what the hub has of our log is put for the ledger to join; then the ledger is opened anew. */
  ownLogFile: string;
  parted: (after: LogHead) => void;
}

/** Starts to sync. The first round begins at once. */
export function startSync(deps: SyncDeps): Sync {
  const { clock, chance, store, log } = deps;
  let identity: HubIdentity | null = null;
  let round: Round | null = null;
  let state: SyncState = 'starting';
  let failures = 0;
  /** Rounds of before a restart are over, whatever still comes in. */
  let lives = 0;
  let offset = 0;
  let toldApart = false;
  let toldUnread: string | null = null;
  let closed = false;
  let running: Promise<void> | null = null;
  /** What was asked for while a round was under way. */
  let again: 'whole' | 'up' | null = null;
  /** Somebody asked for a round while one was under way. */
  let hurried = false;
  /** Ends each request that is on its way: a hut that closes does not wait for the hub. */
  const onTheirWay = new Set<(why: Error) => void>();
  /** When the next whole round is due, monotonic. */
  let wholeAt = 0;
  let cancel = () => {};
  let cancelSoon: (() => void) | null = null;

  const learn = (time: number): void => {
    offset = Math.trunc(time - clock.wall());
    const apart = Math.abs(offset) > clockApart;
    if (apart && !toldApart) log({ what: 'clock-apart', milliseconds: offset });
    toldApart = apart;
  };
  // No race against one promise for all of them: that would keep every answer for as long as the hut runs.
  const wire: Wire = (request) =>
    new Promise((resolve, reject) => {
      // One that was still being packed when the hut closed.
      if (closed) {
        reject(new Error('the hut closes'));
        return;
      }
      onTheirWay.add(reject);
      const over = () => void onTheirWay.delete(reject);
      deps.wire(request).then(resolve, reject).then(over, over);
    });
  const makeClient = (of: HubIdentity): HubClient =>
    createHubClient({
      wire,
      identity: of,
      clock,
      offset: () => offset,
      random: deps.random,
      ...(deps.pack === undefined ? {} : { pack: deps.pack }),
    });

  /** Ends the rest that a round takes. */
  let wake = () => {};
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const forget = clock.after(ms, resolve);
      wake = () => {
        forget();
        resolve();
      };
    });

  const begin = (): void => {
    wake();
    const read = deps.identity();
    identity = read.ok ? read.value : null;
    const unread = read.ok ? null : read.refusal.message;
    if (unread !== null && unread !== toldUnread) log({ what: 'hub-file-unreadable', message: unread });
    toldUnread = unread;
    const nth = ++lives;
    round =
      identity === null
        ? null
        : createRound({
            client: makeClient(identity),
            store,
            log,
            learn,
            busy: deps.busy,
            rest,
            changed: deps.changed,
            ownLogFile: deps.ownLogFile,
            mayShare: isGuarded(identity.url),
            health: deps.health,
            stopped: () => closed || nth !== lives,
            now: () => clock.wall(),
          });
    if (identity !== null && !isGuarded(identity.url)) log({ what: 'members-not-shared', url: identity.url });
    state = identity !== null ? 'starting' : read.ok ? 'alone' : 'unreadable';
    failures = 0;
  };

  const plan = (ms: number): void => {
    cancel();
    wholeAt = clock.mono() + ms;
    cancel = clock.after(ms, () => start('whole'));
  };
  /** The log goes up at once; everything else waits for its time. */
  const planUp = (): void => {
    cancelSoon ??= clock.after(syncDelays.afterCommit, () => {
      cancelSoon = null;
      start('up');
    });
  };

  const failed = (refusal: CallRefusal, atLeast: number): void => {
    failures++;
    const wait = waitFor(failures, chance(), atLeast);
    if (state !== 'away') {
      log({ what: 'sync-away', error: refusal.error, message: refusal.message, again: wait });
    }
    state = 'away';
    plan(wait);
  };

  const ended = (end: RoundEnd, did: 'whole' | 'up'): void => {
    switch (end.is) {
      case 'parted':
        state = 'starting';
        // Once the ledger is opened anew, whoever opened it calls `restart`.
        plan(syncDelays.stuck);
        deps.parted(end.after);
        break;
      case 'done':
        if (state === 'away') log({ what: 'sync-back', queue: store.queue() });
        state = 'fine';
        failures = 0;
        plan(did === 'whole' ? waitFor(0, chance()) : Math.max(0, wholeAt - clock.mono()));
        break;
      case 'disk':
        plan(waitFor(1, chance(), syncDelays.everyFrom));
        break;
      case 'refused':
        endedRefused(end.refusal);
        break;
    }
  };

  const endedRefused = (refusal: CallRefusal): void => {
    const step = nextStep(refusal);
    switch (step.do) {
      case 'wait':
        failed(refusal, step.atLeast);
        break;
      case 'compare':
      case 'sign-again':
        // Done within the round already; again and again means that something else is wrong.
        failed(refusal, syncDelays.backoffFirst);
        break;
      case 'await-office':
        state = 'unconfirmed';
        plan(syncDelays.unconfirmed);
        break;
      case 'stop':
      case 'tell': {
        const next: SyncState = step.do === 'stop' ? 'revoked' : 'refused';
        if (state !== next) log({ what: 'sync-refused', error: refusal.error, message: refusal.message });
        state = next;
        // A hut that was withdrawn stops: it is asked again only when the hut starts, or by the keeper.
        if (next === 'refused') plan(syncDelays.stuck);
        break;
      }
    }
  };

  const start = (what: 'whole' | 'up'): void => {
    if (closed) return;
    // A file that was put back is found without a start of the hut.
    if (state === 'unreadable') begin();
    if (round === null) {
      if (state === 'unreadable') plan(syncDelays.stuck);
      return;
    }
    if (running !== null) {
      if (again !== 'whole') again = what;
      return;
    }
    if (what === 'whole') cancel();
    const present = round;
    running = present
      .run(what)
      .catch((error: unknown): RoundEnd => {
        // The disk is looked after by whoever holds the store; anything else is a bug, and must not end the hut.
        if (faultOf(error) === null) log({ what: 'call-failed', call: 'sync', error: stackOf(error) });
        return { is: 'disk' };
      })
      .then((end) => {
        running = null;
        if (closed) return;
        if (present === round) ended(end, what);
        deps.redraw();
        const next = again;
        const asked = hurried;
        again = null;
        hurried = false;
        // A failed round has its own time of the next, and a hub that is slow is not asked the more for it.
        if (asked || (next === 'whole' && (end.is === 'done' || present !== round))) plan(0);
        else if (next === 'up' && state === 'fine') planUp();
      })
      .catch((error: unknown) => {
        // The ledger went away just then, or a bug: the next round finds out more, and must come.
        if (faultOf(error) === null) log({ what: 'call-failed', call: 'sync', error: stackOf(error) });
        plan(waitFor(1, chance(), syncDelays.everyFrom));
      });
  };

  begin();
  plan(0);
  return {
    status() {
      let lastAt: number | null = null;
      let queue = 0;
      let outdated = false;
      try {
        lastAt = store.now().syncedAt;
        queue = store.queue();
        const minimum = store.minimumRelease();
        outdated = (minimum !== null && isBelow(release, minimum)) || store.unread() > 0;
      } catch (error) {
        // Without a ledger nobody knows.
        if (faultOf(error) === null) throw error;
      }
      return {
        state,
        lastAt,
        queue,
        outdated,
        identity:
          identity === null
            ? null
            : {
                url: identity.url,
                hutId: identity.hutId,
                fingerprint: fingerprintOf(identity.publicKey),
              },
      };
    },
    committed() {
      if (closed || round === null) return;
      if (running !== null) {
        // What is on its way may have been read before.
        again ??= 'up';
        return;
      }
      if (state === 'fine') planUp();
    },
    hurry() {
      if (state === 'alone') return;
      hurried = running !== null;
      plan(0);
    },
    restart() {
      begin();
      plan(0);
    },
    settled: async () => void (await running),
    async close() {
      closed = true;
      cancel();
      cancelSoon?.();
      for (const abandon of onTheirWay) abandon(new Error('the hut closes'));
      wake();
      await running;
    },
  };
}

/** Whether nobody on the way can read what is sent: personal data goes no other way. */
function isGuarded(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
