// Loaded before the hut: it writes names into directories and never syncs them. SQLite's own calls stay.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { fsyncSync } = fs;
fs.fsyncSync = (fd) => {
  if (!fs.fstatSync(fd).isDirectory()) fsyncSync(fd);
};
syncBuiltinESMExports();
