import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkWhole } from '../../../hut/ledger/whole-check.ts';
import { breakWrites, cannotBreak, noOwnDisk, ownDisk } from '../../kiosk/broken-disk.ts';
import { stockedHut, TemporaryDirectory } from './stocked-hut.ts';

const command = fileURLToPath(new URL('../../../hut/ledger/main.ts', import.meta.url));

/** What a check throws says that it could not be made; what it answers is about the ledger. */
describe('a whole ledger is not called damaged because it cannot be checked', () => {
  test.skipIf(cannotBreak !== null)('where nothing can be written beside it', () => {
    using hut = stockedHut();
    using directory = new TemporaryDirectory();
    const mend = breakWrites();
    try {
      const scratch = join(directory.path, 'scratch.db');
      expect(() => checkWhole(hut.ledger.db, { scratch })).toThrow('disk I/O error');
    } finally {
      mend();
    }
    expect(checkWhole(hut.ledger.db, { scratch: ':memory:' })).toMatchObject({ ok: true });
  });

  test.skipIf(noOwnDisk !== null)('by command, where the disk of temporary files is full', () => {
    using hut = stockedHut();
    using directory = new TemporaryDirectory();
    hut.ledger.close();
    const full = join(directory.path, 'full');
    mkdirSync(full);
    const [program = '', ...before] = ownDisk(full, '64k');
    const told = spawnSync(program, [...before, process.execPath, command, 'verify', '--data', hut.dir], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: full },
    });
    expect(told.stdout + told.stderr).not.toContain('DAMAGED');
    expect(told.stderr).toContain('ledger.db could not be checked');
    expect(told.stderr).toContain(full);
    expect(told.status).toBe(1);
  });
});
