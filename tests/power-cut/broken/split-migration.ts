// Loaded before the hut: a migration is no transaction any more; each of its statements stands for itself.
import Database from 'better-sqlite3';

const { exec } = Database.prototype;
Database.prototype.exec = function (sql) {
  return sql === 'BEGIN EXCLUSIVE' || sql === 'COMMIT' ? this : exec.call(this, sql);
};
