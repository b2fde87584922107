import { worst } from '../../../domain/contract/health.ts';
import type { CaseRow, HutDetail, HutRow } from '../../../domain/desk/rows.ts';
import { type HutReport, reportOf } from '../../health/hut-reports.ts';
import { first, type Store } from '../../store/store.ts';
import type { Scope } from '../books.ts';
import { Where } from './where.ts';

interface Hut {
  received_at: number | null;
  health: string | null;
  hut_id: string;
  name: string;
  seen_at: number | null;
  last_seq: number | null;
  keys_active: number;
  keys_waiting: number;
  keys_all: number;
  clock_right: number | null;
  restored_at: number | null;
  last_event_at: number | null;
  called_at: number | null;
  doors: number;
}
/** A restoration is worth a look for so long: somebody should say what is missing. */
const restoredFor = 7 * 86_400_000;

/** All huts by name, with what they hold. */
export async function readHuts(
  { read }: Store,
  cases: readonly CaseRow[],
  scope: Scope,
  now: number,
): Promise<HutRow[]> {
  const where = new Where().within(scope, 'h.hut_id', read);
  const huts = await read.all<Hut>(
    `SELECT h.hut_id, h.name, c.seen_at, c.last_seq, s.clock_right, s.restored_at, s.last_event_at,
       s.called_at, r.received_at, r.health,
       (SELECT COUNT(*) FROM hut_key k WHERE k.hut_id = h.hut_id AND k.state IN ('active', 'next')) AS keys_active,
       (SELECT COUNT(*) FROM hut_key k WHERE k.hut_id = h.hut_id AND k.state = 'unconfirmed') AS keys_waiting,
       (SELECT COUNT(*) FROM hut_key k WHERE k.hut_id = h.hut_id) AS keys_all,
       (SELECT COUNT(*) FROM door d WHERE d.hut_id = h.hut_id AND d.suspect = 1) AS doors
     FROM hut h LEFT JOIN hut_cursor c ON c.hut_id = h.hut_id LEFT JOIN hut_health s ON s.hut_id = h.hut_id
       LEFT JOIN hut_report r ON r.hut_id = h.hut_id
     WHERE ${where.text} ORDER BY h.name, h.hut_id`,
    where.values,
  );
  const own = new Where().within(scope, 'hut_id', read);
  const held = await read.all<{ hut_id: string; things: number; look: number }>(
    `SELECT hut_id, COUNT(*) AS things, SUM(CASE WHEN condition <> 'in-service' THEN 1 ELSE 0 END) AS look
     FROM item WHERE kind IS NOT NULL AND COALESCE(condition, '') <> 'retired' AND ${own.text} GROUP BY hut_id`,
    own.values,
  );
  const lending = new Where('begun_at IS NOT NULL').within(scope, 'hut_id', read);
  const overdue = `$${lending.values.length + 1}`;
  const lent = await read.all<{ hut_id: string; out: number; overdue: number }>(
    `SELECT hut_id, COUNT(*) AS out, SUM(CASE WHEN due < ${overdue} THEN 1 ELSE 0 END) AS overdue
     FROM open_loan WHERE ${lending.text} GROUP BY hut_id`,
    [...lending.values, now],
  );
  const heldBy = new Map(held.map((row) => [row.hut_id, row]));
  const lentBy = new Map(lent.map((row) => [row.hut_id, row]));

  return huts.map((hut) => {
    const report = reportOf(hut);
    return {
      hut: hut.hut_id,
      name: hut.name,
      state: stateOf(hut),
      level: levelOf(hut, report, now),
      release: report?.health.program.release ?? null,
      lastSeenAt: hut.seen_at,
      lastSeq: Number(hut.last_seq ?? 0),
      things: Number(heldBy.get(hut.hut_id)?.things ?? 0),
      out: Number(lentBy.get(hut.hut_id)?.out ?? 0),
      overdue: Number(lentBy.get(hut.hut_id)?.overdue ?? 0),
      look: Number(heldBy.get(hut.hut_id)?.look ?? 0),
      openCases: cases.filter(({ huts: of }) => of.some((each) => each.hut === hut.hut_id)).length,
    };
  });
}

const stateOf = ({ keys_active, keys_waiting, keys_all }: Hut): HutRow['state'] => {
  if (Number(keys_active) > 0) return 'active';
  if (Number(keys_waiting) > 0) return 'unconfirmed';
  return Number(keys_all) > 0 ? 'revoked' : 'expected';
};

/**
 * The worse of what a hut says of itself and what its log says of it: a door whose feedback is doubted, a wrong clock
 * or a restoration wants a look.
 */
const levelOf = (hut: Hut, report: HutReport | null, now: number): HutRow['level'] => {
  const own = report === null ? [] : [report.health.level];
  const logged = hut.last_event_at !== null || Number(hut.last_seq ?? 0) > 0;
  if (!logged) return own[0] ?? null;
  const restored = hut.restored_at !== null && now - hut.restored_at < restoredFor;
  const look = Number(hut.doors) > 0 || hut.clock_right === 0 || restored;
  return worst([...own, look ? 'attention' : 'ok']);
};

/** What there is to know of one hut besides its row in the list; null where there is no such hut. */
export async function readHut({ read }: Store, hut: string): Promise<Omit<HutDetail, 'row'> | null> {
  const found = first(
    await read.all<Pick<Hut, 'received_at' | 'health' | 'restored_at' | 'called_at'>>(
      `SELECT r.received_at, r.health, s.restored_at, s.called_at
       FROM hut h LEFT JOIN hut_health s ON s.hut_id = h.hut_id LEFT JOIN hut_report r ON r.hut_id = h.hut_id
       WHERE h.hut_id = $1`,
      [hut],
    ),
  );
  if (found === null) return null;
  const doors = await read.all<{ door: number }>(
    'SELECT door FROM door WHERE hut_id = $1 AND suspect = 1 ORDER BY door',
    [hut],
  );
  return {
    report: reportOf(found),
    doubtedDoors: doors.map(({ door }) => Number(door)),
    restoredAt: found.restored_at,
    keeperCalledAt: found.called_at,
  };
}
