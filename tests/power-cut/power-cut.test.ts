import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { again, cutPower, type Experiment, type Outcome, record } from './experiment.ts';
import { type Folders, makeFolders } from './folders.ts';
import { cannotRecord } from './recorded-hut.ts';
import { firstLife, oneBook, oneWrench, secondLife, someone } from './visits.ts';

/** The long run is `npm run torture -- power-cut`. */
const points = { sound: 30, broken: 3, split: 4 } as const;

const made: Folders[] = [];
const folders = (): Folders => {
  const fresh = makeFolders();
  made.push(fresh);
  return fresh;
};
const refused = await cannotRecord();
if (refused !== null) console.warn(`power cuts are not tested on this machine: ${refused}`);

/** A new one each time; a failure prints it with the cut. */
const seed = Math.floor(Math.random() * 2 ** 31);

async function wrongOf(experiment: Experiment, count: number, from = 0): Promise<Outcome[]> {
  const wrong: Outcome[] = [];
  for await (const outcome of cutPower(experiment, count, seed, from)) {
    if (outcome.wrong.length > 0) wrong.push(outcome);
  }
  return wrong;
}

describe.skipIf(refused !== null)('the power is cut', { timeout: 120_000 }, () => {
  let failed = false;
  afterAll(() => {
    for (const each of made) each.remove(failed);
  });

  describe('at a hut as it is', () => {
    let at: Folders;
    let experiment: Experiment;
    beforeAll(async () => {
      at = folders();
      experiment = await record(
        [
          { visits: firstLife, end: 'SIGKILL' },
          { visits: secondLife, end: 'SIGTERM' },
        ],
        at,
      );
    }, 120_000);

    test('the recording holds everything that reached the folder, and what was promised', () => {
      expect(experiment.missed).toEqual([]);
      const mapped = experiment.recording.ops.flatMap(({ deed }) =>
        deed.is === 'mapped' ? [deed.path] : [],
      );
      // Only the index that a reader makes of a write-ahead log; SQLite makes it anew from the log.
      expect(mapped.filter((path) => !path.endsWith('-shm'))).toEqual([]);
      const count = (is: string) => experiment.promises.filter(({ promised }) => promised.is === is).length;
      expect(['lent', 'returned', 'renewed', 'pin-wrong', 'pulse'].map((is) => [is, count(is)])).toEqual([
        ['lent', 4],
        ['returned', 2],
        ['renewed', 1],
        ['pin-wrong', 2],
        ['pulse', 5],
      ]);
    });

    test('no phone number and no dwelling was ever written in the clear, not for a moment', () => {
      const written = Buffer.concat(
        experiment.recording.ops.flatMap(({ deed }) => (deed.is === 'write' ? [deed.data] : [])),
      );
      // Somebody registered, and lines of the log are among what was written.
      for (const text of ['person-registered', 'hut-started']) expect(written.includes(text)).toBe(true);
      const secrets = [someone.phone, someone.phone.slice(3), JSON.stringify(someone.dwelling)];
      const forms = secrets.flatMap((text) => {
        const utf16 = Buffer.from(text, 'utf16le');
        return [
          Buffer.from(text),
          utf16,
          Buffer.from(utf16).swap16(),
          Buffer.from(btoa(text).replace(/=+$/, '')),
        ];
      });
      expect(forms.filter((form) => written.includes(form))).toEqual([]);
    });

    test('nothing that was shown is lost, wherever it happens and whatever the disk did with unsynced writes', async () => {
      const wrong = await wrongOf(experiment, points.sound);
      failed ||= wrong.length > 0;
      expect(wrong.map((outcome) => again(outcome, at.recordings)).join('\n')).toBe('');
    });
  });

  test.each([
    ['with synchronous=NORMAL', 'broken/normal.ts'],
    ['that does not sync its directories', 'broken/no-directory-sync.ts'],
  ])('a hut %s loses what it showed, and is found out', async (_, module) => {
    const experiment = await record([{ visits: oneBook, end: 'SIGKILL' }], folders(), module);
    expect(experiment.promises.map(({ promised }) => promised.is)).toEqual(['lent']);
    const shown = experiment.promises[0]?.at ?? 0;
    const wrong = await wrongOf(experiment, points.broken, shown + 1);
    const dropped = wrong.filter(({ cut }) => cut.model === 'dropped');
    expect(dropped.length).toBe(points.broken);
    for (const outcome of dropped)
      expect(outcome.wrong.join('\n')).toMatch(/"is":"lent".* is not in the ledger/);
  });

  test('a hut that commits in two steps leaves halves, and is found out', async () => {
    const experiment = await record(
      [{ visits: oneWrench, end: 'SIGKILL' }],
      folders(),
      'broken/split-commits.ts',
    );
    // The events between the pulse and the verdict: the door was seen open, it was shut, the loan begins.
    const pulse = experiment.promises.find(({ promised }) => promised.is === 'pulse');
    const wrong = await wrongOf(experiment, points.split, pulse?.at);
    const found = wrong.flatMap((outcome) => outcome.wrong).join('\n');
    expect(found).toMatch(/opening-finished.* stands without what it led to/);
    expect(found).toMatch(/the ledger had to be mended/);
  });
});
