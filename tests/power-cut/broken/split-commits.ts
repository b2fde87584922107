// Loaded before the hut: the end of an opening is committed before what it changes and what it leads to.
import Database from 'better-sqlite3';

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, source: string) {
  const statement = prepare.call(this, source) as Database.Statement<unknown[]>;
  if (!source.startsWith('INSERT INTO event VALUES')) return statement;
  const run = statement.run.bind(statement);
  statement.run = (...values) => {
    const written = run(...values);
    if (values.includes('opening-finished')) this.exec('COMMIT; BEGIN IMMEDIATE');
    return written;
  };
  return statement;
} as typeof prepare;
