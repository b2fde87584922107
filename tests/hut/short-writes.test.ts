import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMemberKey } from '../../hub/members/member-key.ts';
import { openStore } from '../../hub/store/open.ts';
import { Config } from '../../hut/config/config.ts';
import { saveConfig } from '../../hut/config/save.ts';
import { writeSecret } from '../../hut/ledger/write-secret.ts';
import { writeExport } from '../../hut/people/export-file.ts';
import { breakWrites, cannotBreak } from '../kiosk/broken-disk.ts';
import { stockedHut, TemporaryDirectory } from './ledger/stocked-hut.ts';

/** On a disk that has room for the first bytes of a file alone: the system takes these, and says no error. */
function withRoomFor<T>(bytes: number, act: () => T): T {
  const mend = breakWrites(process.pid, bytes);
  try {
    return act();
  } finally {
    mend();
  }
}

describe.skipIf(cannotBreak !== null)('a file that the disk takes only the beginning of', () => {
  it('is no config: the one of before stays', () => {
    using dir = new TemporaryDirectory();
    const file = join(dir.path, 'hut.json');
    writeFileSync(file, '{}\n');
    const saved = withRoomFor(100, () => saveConfig(file, Config.parse({}), 0));
    expect(saved).toMatchObject({ ok: false, refusal: { code: 'not-written' } });
    expect(readFileSync(file, 'utf8')).toBe('{}\n');
  });

  it('is no export of a resident: none of it is handed out', () => {
    using hut = stockedHut();
    using stick = new TemporaryDirectory();
    const held = hut.residents.exportOf(hut.li);
    const written = withRoomFor(100, () => writeExport(stick.path, held));
    expect(written).toMatchObject({ ok: false, refusal: { why: 'not-written' } });
    expect(readdirSync(stick.path)).toEqual([]);
  });

  it('is no key of a hub: the next start makes a whole one', async () => {
    using dir = new TemporaryDirectory();
    const opened = await openStore({ dir: dir.path });
    if (!opened.ok) throw new Error('a newer store');
    const store = opened.value;
    const load = () => loadMemberKey(dir.path, store, (bytes) => void bytes.fill(7));
    await expect(async () => {
      const mend = breakWrites(process.pid, 10);
      try {
        await load();
      } finally {
        mend();
      }
    }).rejects.toThrow('EFBIG');
    expect(await load()).toEqual({ ok: true, value: Buffer.alloc(32, 7) });
    await store.close();
  });

  it('is no secret', () => {
    using dir = new TemporaryDirectory();
    expect(() => withRoomFor(10, () => writeSecret(dir.path, 'secret', 'x'.repeat(40)))).toThrow('EFBIG');
    expect(existsSync(join(dir.path, 'secret'))).toBe(false);
  });
});
