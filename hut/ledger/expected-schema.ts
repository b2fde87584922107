import Database from 'better-sqlite3';
import { migrations } from './schema.ts';

/** SQLite's own tables and the indexes behind UNIQUE come and go by themselves. */
const ours = `SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY type, name`;

const schemaOf = (db: Database.Database): string => JSON.stringify(db.prepare(ours).raw().all());

/** What the migrations make of an empty file, up to a version: its schema, and the file itself. */
interface Empty {
  schema: string;
  image: Buffer;
}

const known = new Map<number, Empty>();

/** Made once: to run the steps takes ten times as long as to copy what they make. */
function emptyOf(version: number): Empty {
  const before = known.get(version);
  if (before !== undefined) return before;
  const db = new Database(':memory:');
  for (const step of migrations.slice(0, version)) db.exec(step);
  const empty = { schema: schemaOf(db), image: db.serialize() };
  db.close();
  known.set(version, empty);
  return empty;
}

/** Whether tables, indexes and triggers are exactly those of `version`: a rule that is gone would not be missed. */
export function hasSchemaOf(db: Database.Database, version: number): boolean {
  return version >= 1 && version <= migrations.length && schemaOf(db) === emptyOf(version).schema;
}

/** Today's tables with nothing in them, in memory. */
export const emptyInMemory = (): Database.Database =>
  new Database(Buffer.from(emptyOf(migrations.length).image));
