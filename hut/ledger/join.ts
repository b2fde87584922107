import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { done, type Result, refused } from '../../domain/result.ts';
import { type Adopted, adoptEvents, adoptOutside, proved } from './adopt.ts';
import { carryOver } from './carrying.ts';
import type { StoredEvent } from './chain.ts';
import { type LedgerFault, ledgerFault } from './fault.ts';
import { type OldFile, openOldFile } from './old-file.ts';
import { openDatabase } from './open-database.ts';
import type { HubLog, Recovery } from './recover.ts';
import { type Built, type Restored, replaceLedger } from './replace-ledger.ts';
import { endOf } from './verify.ts';

function* upTo(events: Iterable<StoredEvent>, seq: number): Generator<StoredEvent> {
  for (const event of events) {
    if (event.seq > seq) return;
    yield event;
  }
}

const start = { epoch: -1, seq: -1 };

/**
 * Makes one history of two: what both hold, then what the hub holds (others have seen it, so it stands), then a new
 * epoch, and in it once more what this hut recorded on its own meanwhile. The present file goes to the quarantine.
 * Where the hub's log does not follow, or the present file cannot be read to its end, nothing is touched.
 */
export function joinHistories(
  recovery: Omit<Recovery, 'places' | 'lineage' | 'hubLog'> & { hubLog: HubLog },
  { after }: { after: number },
): Result<Restored, LedgerFault> {
  const { dir, name, log, hubLog, sound = () => true } = recovery;
  return replaceLedger(recovery, (work) => {
    const old = openOldFile(dir, name, join(work, 'old'));
    if (old === null) return refused(ledgerFault('corrupt', 'the ledger is gone'));
    try {
      return joined(old, work);
    } finally {
      old.close();
      rmSync(join(work, 'old'), { recursive: true, force: true });
    }
  });

  function joined(old: OldFile, work: string): Result<Built, LedgerFault> {
    const target = join(work, name);
    const broken = (message: string) => refused(ledgerFault('corrupt', message));
    const end = old.end();
    const older = end !== null && end.seq === after;
    // Merely older: its file is the beginning of the new one.
    if (older) {
      for (const part of ['', '-wal']) {
        if (existsSync(join(dir, `${name}${part}`)))
          copyFileSync(join(dir, `${name}${part}`), `${target}${part}`);
      }
    }
    const opened = openDatabase(target, log, 0);
    if (!opened.ok) return opened;
    const db = opened.value;
    let shared: Adopted | null = null;
    let fromHub: Adopted;
    try {
      shared = older ? null : adoptEvents(db, upTo(old.events(start), after));
      fromHub = adoptEvents(db, hubLog({ epoch: 0, seq: after }) ?? []);
    } finally {
      db.close();
    }
    const whole = (shared?.complete ?? true) && fromHub.complete && fromHub.events > 0;
    if (!whole) return broken('what the hub holds does not follow what this hut has');
    // What this hut recorded on its own, as far as it is what was written: of a part nobody knows what is missing.
    let proven = true;
    const own = older
      ? []
      : [
          ...proved(old.events(shared?.end ?? start), shared?.end ?? null, () => {
            proven = false;
          }),
        ];
    if (!proven) return broken('what this hut recorded since cannot be read to its end');
    const last = own.at(-1);
    const outside = old.outside();
    return done({
      from: 'hub',
      // What is recorded once more below is not missing.
      end: last === undefined || last.seq < (fromHub.end?.seq ?? 0) ? fromHub.end : endOf(last),
      erased: [],
      finish(ledger) {
        const erased = [...(shared?.erased ?? []), ...fromHub.erased];
        // Whatever the joined log holds already is not recorded once more: joining twice is joining once.
        const held = ledger.db.prepare<[string], unknown>('SELECT 1 FROM event WHERE event_id = ?');
        const facts = own.filter(({ event_id }) => held.get(event_id) === undefined);
        for (const { type, body } of facts) {
          if (type === 'person-erased') erased.push((JSON.parse(body) as { person: string }).person);
        }
        const carried = carryOver(ledger, facts);
        if (!carried.ok) return carried;
        adoptOutside(ledger.db, outside, erased, sound);
        log({ what: 'histories-joined', after, ...carried.value });
        return done(null);
      },
    });
  }
}
