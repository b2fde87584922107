import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../hut/config/config.ts';
import { loadConfigOf } from '../../hut/config/load.ts';
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

it('whose disk comes late is the hut that its configuration on that disk says, and no practice hut', async () => {
  using directory = new TemporaryDirectory();
  const clock = new SimClock();
  const dir = join(directory.path, 'disk', 'hut');
  // Nothing can be made where the disk is to be.
  writeFileSync(join(directory.path, 'disk'), '');
  const { config } = loadConfigOf(dir, undefined);
  if (!config.ok) throw new Error(config.refusal.message);
  let ids = 0;
  const log: LogEntry[] = [];
  const opened = await keepHut({
    config: config.value,
    configNow: () => loadConfigOf(dir, undefined).config,
    dir,
    clock,
    newId: () => `test-${++ids}`,
    log: (entry) => void log.push(entry),
  });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const { value: late } = opened;
  try {
    // A try that is over, and none under way.
    const tries = () => log.filter(({ what }) => what === 'ledger-not-open').length;
    await pass(clock, holdDelays.first, () => 0);
    await expect.poll(tries, { timeout: 10_000 }).toBe(2);
    expect(late.opened()).toBeNull();
    rmSync(join(directory.path, 'disk'));
    mkdirSync(dir, { recursive: true });
    const boards = [{ id: 'a', protocol: 'xor-8a', path: 'tcp://127.0.0.1:9', doors: { '1': 1 } }];
    writeFileSync(join(dir, 'hut.json'), JSON.stringify({ hut: { name: '二号小屋' }, locker: { boards } }));
    await expect
      .poll(
        async () => {
          await pass(clock, holdDelays.longest, () => 0);
          return late.opened();
        },
        { timeout: 10_000 },
      )
      .not.toBeNull();
    expect((await late.desk.handle('view', {})).hut.name.zh).toBe('二号小屋');
    expect(existsSync(join(dir, 'practice'))).toBe(false);
  } finally {
    await late.close();
  }
});
