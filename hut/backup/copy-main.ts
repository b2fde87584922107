// The copying process: copies the ledger, checks the copy, and keeps it as a backup on the word `keep`.
import { execFileSync } from 'node:child_process';
import { setPriority } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parentPort, workerData } from 'node:worker_threads';
import { backupDirectory } from './backup-name.ts';
import { CopyJob, type CopyNews } from './copy-job.ts';
import { type CopyFile, checkCopy, copyRaw, keepCopy, rotate, rotateQuarantine } from './make-backup.ts';
import { copyToSecond } from './second-place.ts';

/** Works the job off; `mayKeep` resolves when whoever gave it says that the ledger was left alone meanwhile. */
export async function workOff(
  job: CopyJob,
  tell: (news: CopyNews) => void,
  mayKeep: () => Promise<void>,
  copyFile?: CopyFile,
): Promise<void> {
  const raw = copyRaw(job, copyFile);
  if (!raw.ok) return tell({ is: 'failed', ...failureOf(raw.refusal) });
  tell({ is: 'copied' });
  const copy = checkCopy(raw.value, job);
  if (!copy.ok) return tell({ is: 'failed', ...failureOf(copy.refusal) });
  tell({ is: 'checked' });
  await mayKeep();
  const kept = keepCopy(copy.value, job);
  if (!kept.ok) return tell({ is: 'failed', ...failureOf(kept.refusal) });
  const place = join(job.dir, backupDirectory);
  const { name, whole } = copy.value;
  tidyUp(place, job, name);
  tell({ is: 'kept', backup: basename(name), events: whole.events, bytes: kept.value });
  // A stick or a share may hang for ever, and this process with it: all else is done by now.
  tell({ is: 'second', ...copyToSecond(join(place, name), job) });
}

/** Throws away what is old. What cannot be thrown away today is tried again with the next backup. */
function tidyUp(place: string, job: CopyJob, made: string): void {
  try {
    rotate(place, job, made);
    rotateQuarantine(job);
  } catch {
    // The backup is good all the same; a disk that fills up is told elsewhere.
  }
}

type Failed = Extract<CopyNews, { is: 'failed' }>;
const failureOf = ({ code, message }: { code: string; message: string }): Omit<Failed, 'is'> => ({
  code: code === 'damaged' || code === 'disk-full' ? code : 'disk-error',
  message,
});

/** As a process of its own: the job and the word come by stdin, news go by stdout. */
async function asProcess(given: string): Promise<void> {
  // Whoever is at the screen comes first.
  try {
    setPriority(19);
  } catch {
    // Then both take turns.
  }
  const lines = createInterface({ input: process.stdin });
  // The hut ended: nobody leaves the ledger alone for this any more.
  lines.on('close', () => process.exit(1));
  const keep = new Promise<void>((resolve) => lines.on('line', (line) => line === 'keep' && resolve()));
  const tell = (news: CopyNews) => void process.stdout.write(`${JSON.stringify(news)}\n`);
  await workOff(CopyJob.parse(JSON.parse(given)), tell, () => keep);
  process.exit(0);
}

/** See `copyRaw`: a thread must not open the ledger's file itself. Windows ties locks to handles, not processes. */
const copyByProgram: CopyFile = (from, to) => void execFileSync('cp', ['--', from, to]);

/** As a thread of the hut process, where there is no program to start another process with. */
async function asThread(port: NonNullable<typeof parentPort>): Promise<void> {
  const keep = new Promise<void>((resolve) => port.on('message', (word) => word === 'keep' && resolve()));
  const tell = (news: CopyNews) => port.postMessage(JSON.stringify(news));
  const copy = process.platform === 'win32' ? undefined : copyByProgram;
  await workOff(CopyJob.parse(workerData), tell, () => keep, copy);
  port.close();
}

if (parentPort !== null && workerData !== null) await asThread(parentPort);
else if (import.meta.main && process.argv[2] !== undefined) await asProcess(process.argv[2]);
