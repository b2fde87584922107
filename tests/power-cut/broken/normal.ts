// Loaded before the hut: SQLite syncs the write-ahead log no more at each commit, and says that it does.
import Database from 'better-sqlite3';

const { pragma } = Database.prototype;
Database.prototype.pragma = function (source, options) {
  if (source === 'synchronous = FULL') return pragma.call(this, 'synchronous = NORMAL', options);
  return source === 'synchronous' ? 2 : pragma.call(this, source, options);
};
