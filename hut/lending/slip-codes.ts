import type { Database } from 'better-sqlite3';

/** A number in [0, 1). */
export type Chance = () => number;

const remembered = 200;

/** Four-digit codes for slips and verdicts, none of the last 200 twice, also after a restart. */
export function createSlipCodes(db: Database, chance: Chance): () => string {
  // References grow with time (UUIDv7), so the last ones are the latest; no need to read all loans ever made.
  const recent = db
    .prepare<[number, number, number], string>(
      `SELECT code FROM (
         SELECT * FROM (SELECT loan AS ref, code FROM loan ORDER BY loan DESC LIMIT ?)
         UNION ALL
         SELECT * FROM (SELECT returned, code FROM item_return ORDER BY returned DESC LIMIT ?)
       ) ORDER BY ref DESC LIMIT ?`,
    )
    .pluck()
    .all(remembered, remembered, remembered)
    .reverse();
  const used = new Set(recent);
  return () => {
    let drawn = Math.floor(chance() * 10_000) % 10_000;
    let code = String(drawn).padStart(4, '0');
    while (used.has(code)) {
      drawn = (drawn + 1) % 10_000;
      code = String(drawn).padStart(4, '0');
    }
    used.add(code);
    if (used.size > remembered) {
      // A set keeps the order of insertion: the first is the oldest.
      for (const oldest of used) {
        used.delete(oldest);
        break;
      }
    }
    return code;
  };
}
