import Database from 'better-sqlite3';
import { migrations } from './schema.ts';

/** SQLite's own tables and the indexes behind UNIQUE come and go by themselves. */
const ours = `SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY type, name`;

const schemaOf = (db: Database.Database): string => JSON.stringify(db.prepare(ours).raw().all());

const known = new Map<number, string>();

/** The schema that the migrations make of an empty file, up to this version. */
function expectedSchema(version: number): string {
  const before = known.get(version);
  if (before !== undefined) return before;
  const db = new Database(':memory:');
  for (const step of migrations.slice(0, version)) db.exec(step);
  const schema = schemaOf(db);
  db.close();
  known.set(version, schema);
  return schema;
}

/** Whether tables, indexes and triggers are exactly those of `version`: a rule that is gone would not be missed. */
export function hasSchemaOf(db: Database.Database, version: number): boolean {
  return version >= 1 && version <= migrations.length && schemaOf(db) === expectedSchema(version);
}
