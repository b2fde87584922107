import { describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../hut/config/config.ts';
import { keepHut } from '../../hut/keep-hut.ts';
import { holdDelays } from '../../hut/ledger/held-store.ts';
import type { LogEntry } from '../../hut/log-catalogue.ts';
import { PushLog } from '../../hut/wire/push-log.ts';
import { breakWrites, cannotBreak } from '../kiosk/broken-disk.ts';
import { pass } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';
import { TemporaryDirectory } from './ledger/stocked-hut.ts';

/** A practice hut that is kept open, and a bug that can be put into the end of its opening. */
async function kept() {
  const directory = new TemporaryDirectory();
  const clock = new SimClock();
  const log: LogEntry[] = [];
  const bug = { armed: 0 };
  let ids = 0;
  const pushes = new PushLog();
  const { push } = pushes;
  pushes.push = (...given) => {
    if (given[0] === 'practice' && bug.armed > 0 && bug.armed-- > 0) throw new Error('a bug');
    push.apply(pushes, given);
  };
  const opened = await keepHut({
    config: Config.parse({}),
    dir: directory.path,
    clock,
    newId: () => `test-${++ids}`,
    log: (entry) => void log.push(entry),
    pushes,
  });
  if (!opened.ok) throw new Error(opened.refusal.message);
  onTestFinished(async () => {
    await opened.value.close();
    directory[Symbol.dispose]();
  });
  return { kept: opened.value, clock, log, bug };
}

describe.skipIf(cannotBreak !== null)('a hut that waits for its ledger', () => {
  it('is tried again although a try met a bug, and what that try had opened is in nobody’s use', async () => {
    const mend = breakWrites(process.pid, 60_000);
    onTestFinished(mend);
    const { kept: hut, clock, log, bug } = await kept();
    expect(hut.opened()).toBeNull();
    mend();
    bug.armed = 1;
    await pass(clock, holdDelays.first, () => 0);
    await expect.poll(() => log.map(({ what }) => what)).toContain('call-failed');
    expect(hut.opened()).toBeNull();
    expect((await hut.desk.handle('view', {})).screen.at).toBe('trouble');
    await expect
      .poll(async () => {
        await pass(clock, holdDelays.longest, () => 0);
        return hut.opened();
      })
      .not.toBeNull();
    expect(log.filter((entry) => entry.what === 'ledger-not-open').map(({ code }) => code)).not.toContain(
      'in-use',
    );
  });
});
