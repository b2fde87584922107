import { type EventBody, event, type NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import { faultOf } from '../ledger/fault.ts';
import type { Reader } from '../ledger/reader.ts';
import { type LendingContext, type NotRecorded, record } from './context.ts';

/** Unknown codes kept for the keeper, and how much of each. */
const keptScans = 1_000;
const keptText = 200;

/** What the hut notes beside lending: doors, calls, starts, codes nobody knew. */
export interface Notes {
  noteDoor(body: EventBody<'door-noticed'>): Result<null, NotRecorded>;
  suspectDoors(): Set<number>;
  noteKeeperCalled(visit: string, screen: string): Result<null, NotRecorded>;
  noteStarted(settled: number): Result<null, NotRecorded>;
  noteUnknownScan(text: string): void;
}

/** Nobody saw whether what lies behind this door is still there: a keeper looks before it is lent again. */
function inspectionsBehind(read: Reader, door: number): NewEvent[] {
  const place = read.doorPlace(door);
  if (place === null) return [];
  return read
    .itemsAt(place.place)
    .filter(({ item, openLoan }) => openLoan === null && item.condition === 'in-service')
    .map(({ item }) =>
      event('item-condition-set', {
        item: item.item,
        condition: 'needs-inspection',
        why: 'unsettled-opening',
        problem: null,
      }),
    );
}

export function createNotes(at: LendingContext): Notes {
  const { db, boot } = at.ledger;
  const suspect = db.prepare<[], number>('SELECT door FROM door_trust WHERE suspect = 1').pluck();
  const keep = db.prepare(
    `INSERT INTO unknown_scan VALUES (?, ?, 1)
     ON CONFLICT (text) DO UPDATE SET scanned_at = excluded.scanned_at, count = count + 1`,
  );
  const drop = db.prepare(
    `DELETE FROM unknown_scan WHERE text IN (
       SELECT text FROM unknown_scan ORDER BY scanned_at DESC, text LIMIT -1 OFFSET ?)`,
  );
  const keepScan = db.transaction((text: string, now: number) => {
    keep.run(text, now);
    drop.run(keptScans);
  });
  const note = (noted: NewEvent, actor: 'hut' | `visit:${string}`): Result<null, NotRecorded> => {
    const committed = record<NotRecorded>(at, actor, () => done([noted]));
    return committed.ok ? done(null) : committed;
  };
  return {
    noteDoor(body) {
      if (body.what !== 'sprang-late') return note(event('door-noticed', body), 'hut');
      const committed = record<NotRecorded>(at, 'hut', (read) =>
        done([event('door-noticed', body), ...inspectionsBehind(read, body.door)]),
      );
      return committed.ok ? done(null) : committed;
    },
    suspectDoors: () => new Set(suspect.all()),
    noteKeeperCalled: (visit, screen) => note(event('keeper-called', { visit, screen }), `visit:${visit}`),
    noteStarted: (settled) => note(event('hut-started', { boot, settled }), 'hut'),
    noteUnknownScan(text) {
      try {
        // Cut by code points, as SQLite counts: half a surrogate pair is no text.
        keepScan([...text].slice(0, keptText).join(''), Math.trunc(at.clock.wall()));
      } catch (error) {
        // A keeper's note: losing it must not stop a visit.
        const fault = faultOf(error);
        if (fault === null) throw error;
        at.log?.({ what: 'unknown-scan-not-kept', code: fault.code, message: fault.message });
      }
    },
  };
}
