import type { z } from 'zod';
import { done, type Result, refused } from '../domain/result.ts';
import type { SyncAnswer, SyncEndpoint, syncEndpoints } from '../domain/sync/endpoints.ts';
import type { SyncRefusal } from '../domain/sync/refusals.ts';
import type { Settling } from './across/settling.ts';
import type { HubDeps } from './deps.ts';
import { announceKey } from './enrolment/enrol.ts';
import { readFeed, scopeOf, snapshotFeed } from './feeds/feeds.ts';
import { keepHealth } from './health/hut-reports.ts';
import { cursorAnswer, heard, lockCursor } from './intake/cursor.ts';
import { openEpoch } from './intake/epochs.ts';
import { Undo } from './intake/intake.ts';
import type { Lanes } from './intake/lanes.ts';
import { ownLog } from './intake/own-log.ts';
import { push } from './intake/push.ts';
import type { Checked } from './intake/reading.ts';
import { deleteMember, type MemberChange, membersOf, putMember } from './members/members.ts';
import type { Sealing } from './members/sealing.ts';
import type { Sql } from './store/store.ts';
import { createEntrance, type Signed } from './wire/signed.ts';

type Part<E extends SyncEndpoint, Name extends string> =
  (typeof syncEndpoints)[E] extends Record<Name, infer Schema extends z.ZodType>
    ? Record<Name, z.infer<Schema>>
    : unknown;
/** What a request asks, read by the schemas of its endpoint. */
export type Asked<E extends SyncEndpoint> = E extends 'push'
  ? { body: Checked }
  : Part<E, 'params'> & Part<E, 'query'> & Part<E, 'body'>;

type Handler<E extends SyncEndpoint> = (
  signed: Signed,
  asked: Asked<E>,
) => Promise<Result<SyncAnswer<E>, SyncRefusal>>;
export type Handlers = { [E in Exclude<SyncEndpoint, 'enrol'>]: Handler<E> };

/** What the hub does at each signed request. */
export function createHandlers(deps: HubDeps, lanes: Lanes, sealing: Sealing, settle: Settling): Handlers {
  const { store, clock, log } = deps;
  const enter = createEntrance();

  /** One transaction that marks the request as taken; a refusal undoes it. */
  const within = async <T>(
    signed: Signed,
    work: (sql: Sql, now: number) => Promise<Result<T, SyncRefusal>>,
  ): Promise<Result<T, SyncRefusal>> => {
    try {
      return await store.transaction(async (sql) => {
        const now = clock.wall();
        const taken = await enter(sql, signed, now);
        if (taken !== null) throw new Undo(taken);
        const worked = await work(sql, now);
        if (!worked.ok) throw new Undo(worked.refusal);
        return worked;
      });
    } catch (error) {
      if (error instanceof Undo) return refused(error.refused);
      throw error;
    }
  };
  const offsetOf = ({ created }: Signed): number => created * 1_000 - clock.wall();
  const settled = async (
    changed: Result<MemberChange, SyncRefusal>,
  ): Promise<Result<{ version: number }, SyncRefusal>> => {
    if (!changed.ok) return changed;
    const { version, persons, tokens } = changed.value;
    await settle({ persons, barcodes: [], tokens });
    return done({ version });
  };

  return {
    cursor: (signed) =>
      within(signed, async (sql, now) => {
        await heard(sql, signed.hutId, now, offsetOf(signed));
        return done(cursorAnswer(await lockCursor(sql, signed.hutId), now));
      }),
    push: (signed, { body }) =>
      push(deps, lanes, settle, signed.hutId, body, {
        enter: (sql) => enter(sql, signed, clock.wall()),
        clockOffset: offsetOf(signed),
      }),
    ownLog: (signed, { query }) =>
      within(signed, async (sql) => done(await ownLog(sql, signed.hutId, query.after, query.limit))),
    openEpoch: async (signed, { body }) => {
      const opened = await within(signed, (sql, now) => openEpoch(sql, signed.hutId, body, now));
      if (opened.ok) log({ what: 'epoch-opened', hut: signed.hutId, epoch: opened.value.epoch });
      return opened;
    },
    feed: (signed, { params: { stream }, query }) =>
      within(signed, (sql) => readFeed(sql, scopeOf(stream, signed.hutId), stream, query)),
    snapshot: (signed, { params: { stream } }) =>
      within(signed, async (sql) => done(await snapshotFeed(sql, scopeOf(stream, signed.hutId), stream))),
    putMember: async (signed, { params: { ref }, body }) =>
      settled(await within(signed, (sql) => putMember(sql, sealing, signed.hutId, ref, body))),
    deleteMember: async (signed, { params: { ref }, query: { version } }) =>
      settled(
        await within(signed, (sql, now) => deleteMember(sql, deps, signed.hutId, ref, { version, now })),
      ),
    ownMembers: (signed) =>
      within(signed, async (sql) => done({ members: await membersOf(sql, sealing, signed.hutId) })),
    putHealth: (signed, { body }) =>
      within(signed, async (sql, now) => {
        await heard(sql, signed.hutId, now, offsetOf(signed));
        await keepHealth(sql, signed.hutId, body, now);
        return done({ time: now });
      }),
    streetKey: (signed) => within(signed, async () => done({ key: sealing.streetKey })),
    nextKey: (signed, { body }) => within(signed, (sql, now) => announceKey(sql, signed, body, now)),
  };
}
