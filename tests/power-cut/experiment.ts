import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterCut, type Expectation, wholeLog } from './check.ts';
import { chooseCuts, moments } from './cuts.ts';
import type { Cut } from './disk.ts';
import type { Folders } from './folders.ts';
import { historyOf } from './history.ts';
import { type Given, promisesIn } from './promises.ts';
import { RecordedHut } from './recorded-hut.ts';
import { joinLives, type Recording, readRecording } from './recording.ts';
import { unseen } from './whole.ts';

export interface Life {
  visits: (hut: RecordedHut) => Promise<void>;
  /** How it ends: killed, or asked to. */
  end: 'SIGKILL' | 'SIGTERM';
}

/** A recorded hut, ready to be cut anywhere. */
export interface Experiment {
  recording: Recording;
  promises: readonly Given[];
  expectation: Expectation;
  /** Files that are not what the recording says: empty, or the recorder missed something. */
  missed: readonly string[];
}

export const dataDirectory = 'data';
/** A practice hut keeps its ledger here. */
export const ledgerDirectory = join(dataDirectory, 'practice');

function experimentOn(
  recording: Recording,
  folders: Folders,
  missed: (e: Expectation) => string[],
): Experiment {
  const history = historyOf(recording);
  const promises = promisesIn(recording);
  const { scratch } = folders;
  const log = wholeLog(history, recording.end, ledgerDirectory, scratch);
  const expectation = { history, promises, log, data: ledgerDirectory, scratch };
  return { recording, promises, expectation, missed: missed(expectation) };
}

/** Runs a hut once for each life on one folder, from an empty one on, and records it. */
export async function record(lives: readonly Life[], folders: Folders, broken?: string): Promise<Experiment> {
  const recordings: Recording[] = [];
  for (const [i, { visits, end }] of lives.entries()) {
    const out = join(folders.recordings, `life-${i}`);
    const hut = await RecordedHut.start({
      folder: folders.disk,
      data: join(folders.disk, dataDirectory),
      out,
      ...(broken === undefined ? {} : { broken }),
    });
    try {
      await visits(hut);
      await hut.end(end);
      recordings.push(readRecording(out));
    } finally {
      await hut.close();
    }
  }
  const recording = joinLives(recordings);
  return experimentOn(recording, folders, ({ history }) => unseen(history, recording, folders.disk));
}

/** An experiment on a recording that was kept. */
export function fromRecordings(directory: string, folders: Folders): Experiment {
  const files = readdirSync(directory).filter((name) => name.startsWith('life-'));
  const lives = files.sort().map((name) => readRecording(join(directory, name)));
  return experimentOn(joinLives(lives), folders, () => []);
}

export interface Outcome {
  cut: Cut;
  /** Empty: everything that was promised is kept. */
  wrong: readonly string[];
}

/**
 * Cuts the power at so many moments under every model, and starts the hut after each. `from`: a place in the
 * recording before which nothing is cut.
 */
export async function* cutPower(
  { recording, promises, expectation }: Experiment,
  points: number,
  seed: number,
  from = 0,
): AsyncGenerator<Outcome> {
  const among = moments(recording, promises).filter((moment) => moment >= from);
  for (const cut of chooseCuts(among, points, seed)) {
    yield { cut, wrong: await afterCut(expectation, cut) };
  }
}

/** What to type to see this outcome again. */
export const again = ({ cut: { point, model, seed }, wrong }: Outcome, recordings: string): string =>
  [
    `${model} at ${point}: ${wrong.join('; ')}`,
    `  npm run torture -- power-cut --recording ${recordings} --point ${point} --model ${model} --seed ${seed}`,
  ].join('\n');
