import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../hut/config/config.ts';
import { keepHut } from '../../hut/keep-hut.ts';
import { holdDelays } from '../../hut/ledger/held-store.ts';
import { practiceDirectory } from '../../hut/open-hut.ts';
import { openStore } from '../hut/ledger/stocked-hut.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';
import { breakWrites, cannotBreak } from './broken-disk.ts';

describe.skipIf(cannotBreak !== null)('a practice hut whose things cannot be written', () => {
  it('waits for its disk like any hut, and is stocked when that takes them', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-practice-'));
    const clock = new SimClock();
    // A ledger that can be opened, and no thing in it yet.
    openStore(join(dir, practiceDirectory), clock).close();
    const mend = breakWrites(process.pid, 60_000);
    onTestFinished(mend);
    const kept = await keepHut({ config: Config.parse({}), dir, clock, newId: () => 'test', log: () => {} });
    if (!kept.ok) throw new Error(`the program ended: ${kept.refusal.message}`);
    onTestFinished(async () => {
      await kept.value.close();
      rmSync(dir, { recursive: true, force: true });
    });
    expect(kept.value.opened()).toBeNull();
    expect((await kept.value.desk.handle('view', {})).screen).toEqual({
      at: 'trouble',
      trouble: 'disk-error',
    });

    mend();
    await pass(clock, holdDelays.first, () => 0);
    await expect.poll(() => kept.value.opened()?.store.lending.items().length ?? 0).toBeGreaterThan(0);
  });
});
