import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LogEntry } from '../../hut/log-catalogue.ts';
import { type LogFile, logDirectory, openLogFile } from '../../hut/log-file.ts';
import { breakWrites, cannotBreak } from '../kiosk/broken-disk.ts';
import { SimClock } from '../sim-clock.ts';

function place(): string {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-log-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
const clock = new SimClock();
const files = (dir: string) => readdirSync(join(dir, logDirectory)).sort();
const read = (dir: string) => readFileSync(join(dir, logDirectory, 'hut.log'), 'utf8');
/** Lines one by one, each given the time to reach the disk. */
async function lines(log: LogFile, count: number, from = 0): Promise<void> {
  for (let i = from; i < from + count; i++) {
    log.write(`${JSON.stringify({ at: 'x', what: 'visit', i, more: 'y'.repeat(80) })}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the log on disk', () => {
  it('rotates and stays within its bounds, readable by its owner alone', async () => {
    const dir = place();
    const log = openLogFile({ dir, clock, hold: () => false, limits: { size: 4_096, rotate: 3 } });
    for (let i = 0; i < 10; i++) {
      await lines(log, 60, i * 60);
    }
    expect(log.dropped()).toBe(0);
    await log.close();
    expect(files(dir).every((name) => /^hut\.log(\.[123])?$/.test(name))).toBe(true);
    const sizes = files(dir).map((name) => statSync(join(dir, logDirectory, name)).size);
    expect(sizes.length).toBeGreaterThan(1);
    // One write may overrun its file by what waited for it.
    for (const size of sizes) expect(size).toBeLessThan(4_096 + 40_000);
    expect(statSync(join(dir, logDirectory)).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, logDirectory, 'hut.log')).mode & 0o777).toBe(0o600);
  });

  it('drops lines while the disk is full and says afterwards how many', async () => {
    const dir = place();
    let full = false;
    const log = openLogFile({ dir, clock, hold: () => full });
    await lines(log, 1);
    full = true;
    await lines(log, 5);
    full = false;
    await lines(log, 1, 6);
    await log.close();
    const written = read(dir)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(written.map(({ what }) => what)).toEqual(['visit', 'log-dropped', 'visit']);
    const { at: _at, ...dropped } = written[1];
    expect(LogEntry.parse(dropped)).toMatchObject({ lines: 5 });
  });

  it.skipIf(cannotBreak !== null)('outlives a disk that answers with errors', async () => {
    const dir = place();
    const log = openLogFile({ dir, clock, hold: () => false });
    await lines(log, 1);
    await expect.poll(() => read(dir)).toContain('"i":0');
    const mend = breakWrites();
    onTestFinished(mend);
    await expect
      .poll(async () => {
        await lines(log, 1, 1);
        return log.dropped();
      })
      .toBeGreaterThan(5);
    mend();
    clock.advance(10_000);
    await lines(log, 1, 999);
    await log.close();
    expect(read(dir)).toContain('"what":"log-dropped"');
    expect(read(dir)).toContain('"i":999');
  });

  it('makes no data folder where there is none, and goes on in one that comes back', async () => {
    const dir = place();
    renameSync(dir, `${dir}-away`);
    const log = openLogFile({ dir, clock, hold: () => false });
    await lines(log, 3);
    expect(readdirSync(tmpdir())).not.toContain(dir.slice(tmpdir().length + 1));
    renameSync(`${dir}-away`, dir);
    await lines(log, 1, 3);
    await log.close();
    expect(read(dir)).toContain('"i":3');
  });
});
