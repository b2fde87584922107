import type { Database } from 'better-sqlite3';
import { canonicalJson } from '../../../domain/ledger/chain.ts';
import type { Projections } from './projection.ts';

/** Kinds, places, things and their condition. */
export function stockProjections(
  db: Database,
): Projections<'kind-defined' | 'place-defined' | 'item-added' | 'item-condition-set'> {
  const kind = db.prepare(
    'INSERT INTO kind VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET definition = excluded.definition',
  );
  const place = db.prepare(
    `INSERT INTO place VALUES (?, ?, ?, ?)
     ON CONFLICT (place) DO UPDATE SET door = excluded.door, name_zh = excluded.name_zh, name_en = excluded.name_en`,
  );
  const item = db.prepare("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'in-service')");
  const condition = db.prepare('UPDATE item SET condition = ? WHERE item = ?');
  const note = db.prepare('INSERT OR REPLACE INTO item_note VALUES (?, ?, ?)');
  return {
    'kind-defined': (body) => kind.run(body.kind, canonicalJson(body)),
    'place-defined': (body) =>
      place.run(body.place, body.at === 'door' ? body.door : null, body.name.zh, body.name.en),
    'item-added': (body) =>
      item.run(
        body.item,
        body.kind,
        body.name.zh,
        body.name.en,
        body.barcode,
        body.place,
        body.place,
        canonicalJson(body.parts),
      ),
    'item-condition-set': (body, { wallAt }) => {
      condition.run(body.condition, body.item);
      note.run(body.item, body.problem, wallAt);
    },
  };
}
