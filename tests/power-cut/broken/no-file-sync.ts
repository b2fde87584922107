// Loaded before the hut: what it writes into files is never synced, neither by it nor by SQLite where that makes a
// compact copy. Directories are.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';

const { fsyncSync } = fs;
fs.fsyncSync = (fd) => {
  if (fs.fstatSync(fd).isDirectory()) fsyncSync(fd);
};
syncBuiltinESMExports();

const { prepare } = Database.prototype;
Database.prototype.prepare = function (this: Database.Database, source: string) {
  if (source.startsWith('VACUUM INTO')) this.pragma('synchronous = OFF');
  return prepare.call(this, source);
} as typeof prepare;
