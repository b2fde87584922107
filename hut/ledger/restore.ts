import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { done, type Result, refused } from '../../domain/result.ts';
import { type Adopted, adoptEvents, adoptOutside, endOfLog } from './adopt.ts';
import { type LedgerFault, ledgerFault } from './fault.ts';
import { openOldFile } from './old-file.ts';
import { openDatabase } from './open-database.ts';
import type { HubLog } from './recover.ts';
import { type Replacement, type Restored, replaceLedger } from './replace-ledger.ts';

/**
 * Goes back to this very backup, as somebody asks for it: nothing of the present ledger is added. Only whoever was
 * erased since stays erased. The present files go to the quarantine. Refused when the backup does not pass a check.
 */
export function restore(
  backup: string,
  replacement: Omit<Replacement, 'why'>,
): Result<Restored, LedgerFault> {
  const { dir, name, log } = replacement;
  return replaceLedger({ ...replacement, why: 'command' }, (work) => {
    const target = join(work, name);
    copyFileSync(backup, target);
    const opened = openDatabase(target, log, Number.POSITIVE_INFINITY);
    if (!opened.ok) return opened;
    const db = opened.value;
    try {
      // Who has a card and never said more is known by its code alone.
      const known = db.prepare<[string, string], unknown>(
        `SELECT 1 FROM person WHERE person = ?
         UNION ALL SELECT 1 FROM card LEFT JOIN card_code ON card_code.card = card.card
           WHERE card.person = ? AND (card.blocked IS NULL OR card_code.code IS NOT NULL) LIMIT 1`,
      );
      const erased = erasedIn(dir, name, join(work, 'old')).filter(
        (person) => known.get(person, person) !== undefined,
      );
      adoptOutside(db, [], erased, () => true);
      return done({ from: basename(backup), end: endOfLog(db), erased });
    } finally {
      db.close();
    }
  });
}

/** Whom the present ledger erased, as far as it can be read. */
function erasedIn(dir: string, name: string, work: string): string[] {
  const old = openOldFile(dir, name, work);
  if (old === null) return [];
  const erased: string[] = [];
  try {
    for (const { type, body } of old.events({ epoch: -1, seq: -1 })) {
      if (type === 'person-erased') erased.push((JSON.parse(body) as { person: string }).person);
    }
  } catch {
    // It is damaged: what could be read counts.
  } finally {
    old.close();
  }
  return erased;
}

/** Builds the ledger anew from what the hub holds, and from nothing else; personal data comes after it. */
export function restoreFromHub(
  hubLog: HubLog,
  replacement: Omit<Replacement, 'why'>,
): Result<Restored, LedgerFault> {
  return replaceLedger({ ...replacement, why: 'command' }, (work) => {
    const opened = openDatabase(join(work, replacement.name), replacement.log, 0);
    if (!opened.ok) return opened;
    const db = opened.value;
    let adopted: Adopted;
    try {
      adopted = adoptEvents(db, hubLog({ epoch: 0, seq: 0 }) ?? []);
    } finally {
      db.close();
    }
    return adopted.events > 0 && adopted.complete
      ? done({ from: 'hub', end: adopted.end, erased: [] })
      : refused(ledgerFault('corrupt', 'the hub holds no whole log of this hut'));
  });
}
