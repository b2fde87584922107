import type { Torture, Tortured, TortureOptions } from '../../scripts/torture/kind.ts';
import { afterCut } from './check.ts';
import { type Act, cutAct, recordBackup, recordRestoration } from './copies.ts';
import { type CutModel, cutModels } from './disk.ts';
import { again, cutPower, fromRecordings, type Life, type Outcome, record } from './experiment.ts';
import { type Folders, makeFolders } from './folders.ts';
import { killAtTheVerdict } from './kills.ts';
import { cutMigration, oldLedgers, recordMigration } from './migration.ts';
import { cannotRecord } from './recorded-hut.ts';
import { cutTwice } from './twice.ts';
import { firstLife, secondLife } from './visits.ts';

/** Starts after a power cut that are themselves recorded and cut. Each takes a second. */
const starts = 6;
/** How many of the failures of a line are told. */
const told = 5;
/** Kills with a verdict on the screen. */
const killed = 30;

const lives: readonly Life[] = [
  { visits: firstLife, end: 'SIGKILL' },
  { visits: secondLife, end: 'SIGTERM' },
];
const firstDay = lives.slice(0, 1);

async function inFolders(use: (folders: Folders) => AsyncGenerator<Tortured>): Promise<Tortured[]> {
  const folders = makeFolders();
  const rows: Tortured[] = [];
  for await (const row of use(folders)) rows.push(row);
  folders.remove(rows.some(({ holds }) => !holds));
  return rows;
}

/** A line for each model of what the disk did. */
function byModel(
  what: string,
  outcomes: readonly Outcome[],
  tell: (outcome: Outcome) => string,
  broken: boolean,
): Tortured[] {
  return cutModels.map((model) => {
    const tried = outcomes.filter(({ cut }) => cut.model === model);
    const wrong = tried.filter((outcome) => outcome.wrong.length > 0);
    const holds = broken ? wrong.length > 0 : wrong.length === 0;
    const note = wrong.slice(0, told).map(tell).join('\n');
    return {
      what: `${what}, unsynced writes ${model}`,
      tried: tried.length,
      wrong: wrong.length,
      holds,
      broken,
      note,
    };
  });
}

async function collected(outcomes: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

const skipped = (why: string): Tortured => ({
  what: `skipped: ${why}`,
  tried: 0,
  wrong: 0,
  holds: true,
  note: '',
});

/** One cut of a kept recording again. */
async function replayed(recording: string, point: number, model: string, seed: number): Promise<Tortured> {
  const folders = makeFolders();
  const known = [...cutModels, 'one-missing' as const, 'kept' as const].find(
    (each): each is CutModel => each === model,
  );
  if (known === undefined) throw new Error(`no model ${model}; there are ${cutModels.join(', ')}`);
  const { expectation } = fromRecordings(recording, folders);
  const wrong = await afterCut(expectation, { point, model: known, seed });
  folders.remove(false);
  const what = `${model} at ${point} of ${recording}`;
  return { what, tried: 1, wrong: wrong.length, holds: wrong.length === 0, note: wrong.join('\n') };
}

/** Real visits at a real hut, the power cut at many moments; then huts that are broken on purpose. */
export const powerCuts: Torture = async function* ({ points, seed, replay }: TortureOptions) {
  if (replay !== null) {
    yield await replayed(replay.recording, replay.point, replay.model, seed);
    return;
  }
  const why = await cannotRecord();
  if (why !== null) {
    yield skipped(why);
    return;
  }
  const huts = [
    { what: 'as it is', lives, broken: undefined, count: points },
    { what: 'synchronous=NORMAL', lives: firstDay, broken: 'broken/normal.ts', count: Math.ceil(points / 5) },
    {
      what: 'no directory sync',
      lives: firstDay,
      broken: 'broken/no-directory-sync.ts',
      count: Math.ceil(points / 5),
    },
    // It is wrong in few moments only, so more are looked at.
    {
      what: 'commits in two steps',
      lives: firstDay,
      broken: 'broken/split-commits.ts',
      count: Math.ceil(points / 2),
    },
  ];
  for (const { what, lives: lived, broken, count } of huts) {
    yield* await inFolders(async function* (folders) {
      const experiment = await record(lived, folders, broken);
      const { missed, promises } = experiment;
      const seen = `${what}: the recording is whole, ${promises.length} promises`;
      yield {
        what: seen,
        tried: 1,
        wrong: missed.length,
        holds: missed.length === 0,
        note: missed.join('\n'),
      };
      const outcomes = await collected(cutPower(experiment, count, seed));
      yield* byModel(what, outcomes, (outcome) => again(outcome, folders.recordings), broken !== undefined);
      if (broken !== undefined) return;
      const twice = await collected(cutTwice(experiment, folders, { first: starts, second: 12 }, seed));
      const tell = ({ cut, wrong }: Outcome) => `${JSON.stringify(cut)}: ${wrong.join('; ')}`;
      yield* byModel('cut again while it starts', twice, tell, false);
    });
  }
};

/** Every migration from every version, the power cut in it; then one that is no transaction. */
export const interruptedMigrations: Torture = async function* ({ points, seed }: TortureOptions) {
  const why = await cannotRecord();
  if (why !== null) {
    yield skipped(why);
    return;
  }
  const migrations = [
    ...oldLedgers().map((old) => ({ old, what: `from version ${old.version}`, broken: undefined })),
    ...oldLedgers()
      .slice(0, 1)
      .map((old) => ({ old, what: 'without its transaction', broken: 'broken/split-migration.ts' })),
  ];
  for (const { old, what, broken } of migrations) {
    yield* await inFolders(async function* (folders) {
      const migration = await recordMigration(old, folders, broken);
      const outcomes = await collected(cutMigration(migration, Math.ceil(points / 3), seed));
      const tell = ({ cut, wrong }: Outcome) => `${JSON.stringify(cut)}: ${wrong.join('; ')}`;
      yield* byModel(what, outcomes, tell, broken !== undefined);
    });
  }
};

/** Backups and restorations, the power cut in them; then those of which something is not synced. */
export const interruptedCopies: Torture = async function* ({ points, seed }: TortureOptions) {
  const why = await cannotRecord();
  if (why !== null) {
    yield skipped(why);
    return;
  }
  const noFiles = 'broken/no-file-sync.ts';
  const noDirectories = 'broken/no-directory-sync.ts';
  const acts: { what: string; make: (folders: Folders, broken?: string) => Promise<Act>; broken?: string }[] =
    [
      { what: 'a backup', make: recordBackup },
      { what: 'a backup, files not synced', make: recordBackup, broken: noFiles },
      { what: 'a backup, directories not synced', make: recordBackup, broken: noDirectories },
      { what: 'a restoration', make: recordRestoration },
      { what: 'a restoration, directories not synced', make: recordRestoration, broken: noDirectories },
    ];
  for (const { what, make, broken } of acts) {
    yield* await inFolders(async function* (folders) {
      const act = await make(folders, broken);
      const count = broken === undefined ? points : Math.ceil(points / 5);
      const outcomes = await collected(cutAct(act, count, seed));
      const tell = ({ cut, wrong }: Outcome) => `${JSON.stringify(cut)}: ${wrong.join('; ')}`;
      yield* byModel(what, outcomes, tell, broken !== undefined);
    });
  }
};

/** A hut killed with the verdict on its screen, again and again. */
export const kills: Torture = async function* () {
  yield* await inFolders(async function* (folders) {
    const wrong: string[] = [];
    for await (const found of killAtTheVerdict(killed, folders.disk)) wrong.push(...found);
    const note = wrong.slice(0, told).join('\n');
    yield {
      what: 'kill -9 at the verdict',
      tried: killed,
      wrong: wrong.length,
      holds: wrong.length === 0,
      note,
    };
  });
};
