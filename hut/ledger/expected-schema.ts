import Database from 'better-sqlite3';
import { migrations } from './schema.ts';

/** SQLite's own tables and the indexes behind UNIQUE come and go by themselves. */
const schemaOf = (db: Database.Database): string =>
  JSON.stringify(
    db
      .prepare(`SELECT type, name, tbl_name, sql FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY type, name`)
      .raw()
      .all(),
  );

/** What makes it again: a table before what is on it. */
const sqlOf = (db: Database.Database): string =>
  db
    .prepare<[], string>(`SELECT sql FROM sqlite_schema
      WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
      ORDER BY type = 'trigger', type = 'index', rowid`)
    .pluck()
    .all()
    .join(';\n');

interface Expected {
  schema: string;
  /** SQL that makes it in one step, and no row: a third of what the migrations take. */
  sql: string;
}

const known = new Map<number, Expected>();

/** The schema that the migrations make of an empty file, up to this version. */
function expected(version: number): Expected {
  const before = known.get(version);
  if (before !== undefined) return before;
  const db = new Database(':memory:');
  for (const step of migrations.slice(0, version)) db.exec(step);
  const found = { schema: schemaOf(db), sql: sqlOf(db) };
  db.close();
  known.set(version, found);
  return found;
}

/** Whether tables, indexes and triggers are exactly those of `version`: a rule that is gone would not be missed. */
export function hasSchemaOf(db: Database.Database, version: number): boolean {
  return version >= 1 && version <= migrations.length && schemaOf(db) === expected(version).schema;
}

/** Makes the tables of today in an empty database. */
export function makeTables(db: Database.Database): void {
  db.exec(expected(migrations.length).sql);
}
