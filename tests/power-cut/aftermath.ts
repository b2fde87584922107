import type { Database } from 'better-sqlite3';
import { type EventBody, type EventType, eventBodies } from '../../domain/ledger/events.ts';
import type { HutStore } from '../../hut/ledger/hut-store.ts';
import { eventsInOrder } from '../../hut/ledger/verify.ts';
import type { Promised } from './promises.ts';

/** An event as it was read back, its body unchecked. */
export interface Logged {
  type: string;
  body: unknown;
  hash: string;
  boot: string;
  /** Milliseconds since 1970. */
  wallAt: number;
}

export const logOf = (db: Database): Logged[] =>
  [...eventsInOrder(db)].map(({ type, body, hash, boot, wall_at }) => ({
    type,
    body: JSON.parse(body) as unknown,
    hash: hash.toString('hex'),
    boot,
    wallAt: wall_at,
  }));

function isA<T extends EventType>(
  event: Logged | undefined,
  type: T,
): event is Logged & { body: EventBody<T> } {
  return event?.type === type && eventBodies[type].safeParse(event.body).success;
}

/** What is not as it was promised. */
export function broken({ ledger }: HutStore, log: readonly Logged[], promised: Promised): string | null {
  const { db } = ledger;
  const has = (sql: string, ...values: unknown[]) => db.prepare(sql).get(...values) !== undefined;
  const lost = `${JSON.stringify(promised)} is not in the ledger`;
  switch (promised.is) {
    case 'lent':
      return has('SELECT 1 FROM loan WHERE code = ? AND item = ?', promised.code, promised.item)
        ? null
        : lost;
    case 'returned': {
      const row = db
        .prepare<[string, string], { problem: string | null; loan: string | null }>(
          'SELECT problem, loan FROM item_return WHERE code = ? AND item = ?',
        )
        .get(promised.code, promised.item);
      if (row === undefined || (row.problem !== null) !== promised.problem) return lost;
      const open =
        row.loan !== null && has('SELECT 1 FROM loan WHERE loan = ? AND returned_at IS NULL', row.loan);
      return open ? `${lost}: its loan is still open` : null;
    }
    case 'renewed':
      return has('SELECT 1 FROM loan WHERE loan = ? AND due = ?', promised.loan, promised.due) ? null : lost;
    case 'pin-wrong':
      return log.filter((event) => event.type === 'pin-failed').length >= promised.times ? null : lost;
    case 'pulse': {
      const asked = log.filter(
        (event) => isA(event, 'opening-requested') && event.body.door === promised.door,
      );
      return asked.length >= promised.times ? null : lost;
    }
  }
}

/** Events that one commit writes together: where one is, the other is. */
export function halves({ ledger, people }: HutStore, log: readonly Logged[]): string[] {
  const found: string[] = [];
  const miss = (i: number, what: string) =>
    found.push(`event ${i + 1} (${log[i]?.type}) stands without ${what}`);
  for (const [i, event] of log.entries()) {
    const next = log[i + 1];
    if (isA(event, 'opening-finished')) {
      const { opening } = event.body;
      const led = (isA(next, 'loan-begun') || isA(next, 'item-returned')) && next.body.opening === opening;
      if (!led) miss(i, 'what it led to');
    }
    if (isA(event, 'loan-begun') && event.body.opening !== null && !isA(log[i - 1], 'opening-finished')) {
      miss(i, 'the end of its opening');
    }
    if (isA(event, 'item-returned') && event.body.problem !== null) {
      if (!isA(next, 'item-condition-set') || next.body.item !== event.body.item) miss(i, 'its condition');
    }
    if (
      isA(event, 'person-registered') &&
      event.body.consent !== 'practice' &&
      event.body.consent !== 'card'
    ) {
      const { person } = event.body;
      const row = ledger.db.prepare<[string], { person: string }>(
        'SELECT person FROM person WHERE person = ?',
      );
      if (row.get(person) === undefined) miss(i, 'the row of the person');
    }
  }
  const registered = log.filter((event) => event.type === 'person-registered').length;
  const rows = ledger.db.prepare<[], number>('SELECT count(*) FROM person').pluck().get() ?? 0;
  if (rows > registered) found.push('a person without an event');
  // The key that was synced is the one that the row was sealed with.
  if (rows > 0) {
    const key = people.keyFault();
    if (key !== null) found.push(`the key of the persons is lost: ${key.code}`);
    else if (people.findByPhone('13812345678') === null)
      found.push('nobody is found by the number that registered');
  }
  return found;
}
