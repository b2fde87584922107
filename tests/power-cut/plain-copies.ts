// Imported by programs that are recorded: files are copied by reading and writing, since a recorder cannot see what
// the kernel copies by itself (copy_file_range, FICLONE). To a power cut both are writes that nobody synced.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

fs.copyFileSync = (from, to) => fs.writeFileSync(to, fs.readFileSync(from));
syncBuiltinESMExports();
