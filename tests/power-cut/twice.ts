import { join } from 'node:path';
import { afterCut, wholeLog } from './check.ts';
import { chooseCuts, moments } from './cuts.ts';
import { diskAfter, placeDisk } from './disk.ts';
import type { Experiment, Outcome } from './experiment.ts';
import type { Folders } from './folders.ts';
import { historyOf } from './history.ts';
import { recordProgram } from './recorded-hut.ts';

/**
 * The power comes back, and goes again while the hut starts: for so many first cuts, the start on what they left is
 * recorded, and cut at some moments itself. What had been promised before the first cut must outlive both.
 */
export async function* cutTwice(
  { recording, promises, expectation }: Experiment,
  folders: Folders,
  counts: { first: number; second: number },
  seed: number,
): AsyncGenerator<Outcome> {
  const { data, scratch, log } = expectation;
  for (const first of chooseCuts(moments(recording, promises), counts.first, seed)) {
    const left = diskAfter(expectation.history, first);
    placeDisk(left, folders.disk);
    const again = await recordProgram({
      folder: folders.disk,
      out: join(folders.recordings, 'second'),
      program: ['migrating.ts', join(folders.disk, data)],
    });
    const history = historyOf(again, left);
    const held = promises.filter(({ at }) => at < first.point).map(({ promised }) => ({ at: -1, promised }));
    // A start that finds nothing writes the first events; one that finds a log adds none to it.
    const whole = wholeLog(history, again.end, data, scratch);
    const wrote = whole.some(({ boot }) => boot === 'migrating');
    const expected = { history, promises: held, log: wrote ? whole : log, data, scratch };
    for (const cut of chooseCuts([0, ...moments(again, [])], counts.second, first.seed)) {
      yield {
        cut,
        wrong: (await afterCut(expected, cut)).map((what) => `after ${JSON.stringify(first)}: ${what}`),
      };
    }
  }
}
