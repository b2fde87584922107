import type { Health } from '../../domain/contract/health.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { LogHead } from '../../domain/sync/batch.ts';
import type { Acknowledged } from '../../domain/sync/endpoints.ts';
import { type FeedStream, FeedStream as Streams } from '../../domain/sync/feeds.ts';
import type { Log } from '../log.ts';
import { compareLogs, glanceOf, isHealthDue, nextStep, type ToldHealth } from './deciding.ts';
import type { CallRefusal, HubClient } from './hub-client.ts';
import type { OutgoingBatch } from './outbox.ts';
import { emptyLog } from './outbox.ts';
import { fetchOwnLog, findAncestor } from './own-log.ts';
import type { SyncStore } from './sync-store.ts';

/** Batches on their way at once: at 100 ms there and back one alone would be 5,000 events a second. */
const inFlight = 6;
/**
 * While somebody is at the screen: one batch at a time, a small one, and milliseconds of rest after it: it keeps the
 * process for some four, so that of a hundred presses not one meets it. The rest goes up when nobody is there.
 */
const gentle = { inFlight: 1, events: 50, rest: 500 };
/** Refusals that a round puts right by itself, before it gives up. */
const mendsAtMost = 4;

/** How a round ended. `disk`: this hut's own disk did not take something. */
export type RoundEnd =
  | { is: 'done' }
  | { is: 'refused'; refusal: CallRefusal }
  /** The hub has events that we have not; they lie in the file. */
  | { is: 'parted'; after: LogHead }
  | { is: 'disk' };

type Step = Result<null, Exclude<RoundEnd, { is: 'done' }>>;

export interface RoundDeps {
  client: HubClient;
  store: SyncStore;
  log: Log;
  /** The hub's clock shows this, milliseconds since 1970. */
  learn: (time: number) => void;
  /** Our clock. */
  now: () => number;
  busy: () => boolean;
  /** Resolves after so many milliseconds, or at once when the round is to end. */
  rest: (ms: number) => Promise<void>;
  changed: (stream: FeedStream) => void;
  ownLogFile: string;
  /** Whether personal data may go to this hub, and the street's key may come from it. */
  mayShare: boolean;
  /** How the hut is, for the office. */
  health: () => Health;
  stopped: () => boolean;
}

/** One talk with the hub after another. Each takes up where the last one ended, whatever happened since. */
export interface Round {
  /** `up`: the log and personal data alone. */
  run(what: 'whole' | 'up'): Promise<RoundEnd>;
}

const fine: Step = done(null);
const disk: Step = refused({ is: 'disk' });
const because = (refusal: CallRefusal): Step => refused({ is: 'refused', refusal });

/** What a hut and its hub tell each other: where both stand, the log up, personal data up, feeds down. */
export function createRound(deps: RoundDeps): Round {
  const { client, store, log, learn, stopped } = deps;
  /** Where the hub stands; null until it has said so, and when what it said last is in doubt. */
  let hub: LogHead | null = null;
  let settled = false;
  let told: ToldHealth | null = null;
  let streetKeyKnown = false;

  async function compare(): Promise<Step> {
    const asked = await client.call('cursor');
    if (stopped()) return fine;
    if (!asked.ok) return because(asked.refusal);
    const { epoch, lastSeq, lastHash, safeSeq, time } = asked.value;
    learn(time);
    const cursor = { epoch, lastSeq, lastHash };
    if (compareLogs(cursor, store.headAt(lastSeq)) === 'parted') return fetchParted(cursor);
    const { acked } = store.now();
    if (lastSeq < acked) {
      log({ what: 'sync-resend', from: lastSeq, acked });
      store.setBack(lastSeq);
    }
    store.acknowledge(lastSeq, safeSeq, deps.now());
    hub = cursor;
    if (!settled) {
      if (!store.settle().ok) return disk;
      settled = true;
    }
    return fine;
  }

  async function fetchParted(cursor: LogHead): Promise<Step> {
    const ours = store.lastSeq();
    const after = await findAncestor(client, store, cursor, ours);
    if (!after.ok) return because(after.refusal);
    const { lastSeq } = after.value;
    const fetched = await fetchOwnLog(client, lastSeq, deps.ownLogFile);
    if (!fetched.ok) return because(fetched.refusal);
    log({ what: 'sync-parted', after: lastSeq, hub: fetched.value.lastSeq, hut: ours });
    return refused({ is: 'parted', after: after.value });
  }

  /** Everything above what the hub has, several batches on their way at once, answers taken in order. */
  async function push(): Promise<Step> {
    let position: LogHead = hub ?? emptyLog;
    const sent: { batch: OutgoingBatch; answer: Promise<Result<Acknowledged, CallRefusal>> }[] = [];
    const settleSent = () => Promise.all(sent.map(({ answer }) => answer));
    for (;;) {
      const busy = deps.busy();
      while (sent.length < (busy ? gentle.inFlight : inFlight) && !stopped()) {
        const batch = store.after(position, busy ? gentle.events : undefined);
        if (batch === null) break;
        if (hub !== null && batch.epoch !== hub.epoch) {
          // An epoch is opened where the one before ends: everything before must be there.
          if (sent.length > 0) break;
          const opened = await open(batch);
          if (!opened.ok) return opened;
        }
        sent.push({ batch, answer: client.call('push', { body: batch.text }) });
        position = batch.end;
      }
      const first = sent.shift();
      if (first === undefined) return fine;
      const answer = await first.answer;
      if (stopped()) return fine;
      if (!answer.ok) {
        await settleSent();
        return because(answer.refusal);
      }
      const { ackSeq, ackHash, safeSeq, time } = answer.value;
      learn(time);
      if (ackSeq >= first.batch.end.lastSeq) {
        hub = first.batch.end;
        store.acknowledge(first.batch.end.lastSeq, safeSeq, deps.now());
        if (sent.length === 0 && deps.busy() && store.lastSeq() > position.lastSeq) {
          await deps.rest(gentle.rest);
        }
        continue;
      }
      // It took a part: the rest is compared anew.
      await settleSent();
      return because({ error: 'gap', message: `taken up to ${ackSeq} ${ackHash}`, expectedSeq: ackSeq + 1 });
    }
  }

  async function open({ epoch, before }: OutgoingBatch): Promise<Step> {
    const opened = await client.call('openEpoch', { body: { epoch, after: before } });
    if (!opened.ok) return because(opened.refusal);
    hub = { epoch, lastSeq: before.seq, lastHash: before.hash };
    return fine;
  }

  async function shareMembers(): Promise<Step> {
    for (;;) {
      const pending = deps.mayShare ? store.pendingMembers() : null;
      if (pending === null || pending.upTo <= store.now().members || stopped()) return fine;
      for (const { person, version, member } of pending.members) {
        const params = { ref: person };
        const told =
          member === null
            ? await client.call('deleteMember', { params, query: { version } })
            : await client.call('putMember', { params, body: member });
        // The hub knows this or something newer: the same, sent before and not heard.
        if (!told.ok && told.refusal.error !== 'stale') return because(told.refusal);
      }
      store.membersUpTo(pending.upTo);
    }
  }

  /** Cards of other huts are known by a key that the hub gives: asked once, and when all cards come anew. */
  async function learnStreetKey(): Promise<Step> {
    if (streetKeyKnown || !deps.mayShare) return fine;
    const asked = await client.call('streetKey');
    if (stopped()) return fine;
    if (asked.ok) {
      if (!store.keepStreetKey(asked.value.key)) return disk;
    } else if (nextStep(asked.refusal).do === 'tell') {
      // A hub of an earlier release does not know this. At the next start it is asked again.
      log({ what: 'street-key-not-given', error: asked.refusal.error, message: asked.refusal.message });
    } else return because(asked.refusal);
    streetKeyKnown = true;
    return fine;
  }

  async function tellHealth(): Promise<Step> {
    const health = deps.health();
    if (!isHealthDue(told, health, deps.now())) return fine;
    const asked = await client.call('putHealth', { body: health });
    if (stopped()) return fine;
    if (asked.ok) learn(asked.value.time);
    else if (nextStep(asked.refusal).do === 'tell') {
      // A hub of an earlier release does not know this; it knows everything else.
      log({ what: 'health-not-taken', error: asked.refusal.error, message: asked.refusal.message });
    } else return because(asked.refusal);
    told = { glance: glanceOf(health), at: deps.now() };
    return fine;
  }

  async function pull(stream: FeedStream): Promise<Step> {
    for (;;) {
      const { rev, mark } = store.position(stream);
      const asked = await client.call('feed', { params: { stream }, query: { after: rev, mark } });
      if (stopped()) return fine;
      if (!asked.ok) {
        const { error } = asked.refusal;
        // A hub of an earlier release does not have this feed; it has all others.
        if (error === 'not-found') return fine;
        return error === 'feed-gone' ? snapshot(stream) : because(asked.refusal);
      }
      const { rows, nextRev, mark: next, head } = asked.value;
      const step = take(stream, { rows, rev: nextRev, mark: next, whole: false });
      // One that does not come on would be asked without end.
      if (!step.ok || nextRev >= head || nextRev <= rev || rows.length === 0) return step;
    }
  }

  async function snapshot(stream: FeedStream): Promise<Step> {
    const asked = await client.call('snapshot', { params: { stream } });
    if (stopped()) return fine;
    if (!asked.ok) return because(asked.refusal);
    if (stream === 'cards') streetKeyKnown = false;
    return take(stream, { ...asked.value, whole: true });
  }

  function take(stream: FeedStream, pulled: Parameters<SyncStore['take']>[1]): Step {
    const before = store.unread();
    const taken = store.take(stream, pulled);
    if (!taken.ok) return disk;
    if (store.unread() > before) log({ what: 'feed-not-read', stream, rows: store.unread() - before });
    if (taken.value) deps.changed(stream);
    return fine;
  }

  /** Where both stand is asked when it is not known: at the start, and when an answer did not fit. */
  async function mended(step: () => Promise<Step>): Promise<Step> {
    for (let mends = 0; ; mends++) {
      const compared = hub === null ? await compare() : fine;
      const ended = compared.ok ? await step() : compared;
      if (ended.ok || ended.refusal.is !== 'refused' || mends >= mendsAtMost) return ended;
      const next = nextStep(ended.refusal.refusal);
      if (next.do === 'compare') hub = null;
      else if (next.do === 'sign-again') {
        if (next.time !== null) learn(next.time);
      } else return ended;
    }
  }

  return {
    async run(what) {
      // A hub that was set back tells nobody: it is asked.
      if (what === 'whole') hub = null;
      const whole = [tellHealth, learnStreetKey, ...Streams.options.map((stream) => () => pull(stream))];
      const steps: (() => Promise<Step>)[] = [push, shareMembers, ...(what === 'up' ? [] : whole)];
      for (const step of steps) {
        if (stopped()) break;
        const ended = await mended(step);
        if (!ended.ok) {
          // What it said before it went away may not be true of what comes back.
          hub = null;
          return ended.refusal;
        }
      }
      return { is: 'done' };
    },
  };
}
