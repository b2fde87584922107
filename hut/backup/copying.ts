import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { done, type Result, refused } from '../../domain/result.ts';
import { type BackupFailure, type CopyJob, CopyNews, type SecondPlace } from './copy-job.ts';

export type Kept = Omit<Extract<CopyNews, { is: 'kept' }>, 'is'> & { second: SecondPlace };

/** A copying process at work. */
export interface Copying {
  done: Promise<Result<Kept, BackupFailure>>;
  /** Ends it; there is then no backup, or where it was kept already, no copy of it in the second place. */
  stop(why: string): void;
}

/**
 * Starts a job. `copied` is called once the ledger's own files are not read any more, `kept` once there is a backup and the
 * second place is to come.
 */
export type StartCopying = (job: CopyJob, copied: () => void, kept?: () => void) => Copying;

/** A program of its own, or a thread: what both can do. */
interface Hand {
  onLine(take: (line: string) => void): void;
  onEnd(take: (said: string) => void): void;
  keep(): void;
  end(): void;
}

/** Beside this file as source, beside the bundle of the hut process in the packaged shell. */
const script = new URL(
  import.meta.url.endsWith('.ts') ? './copy-main.ts' : './copy-main.js',
  import.meta.url,
);

function inProcess(job: CopyJob): Hand {
  const child = spawn(process.execPath, [fileURLToPath(script), JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-1_000);
  });
  // It may be gone before it is told anything.
  child.stdin.on('error', () => {});
  return {
    onLine: (take) => void createInterface({ input: child.stdout }).on('line', take),
    onEnd(take) {
      child.once('error', (error) => take(String(error)));
      child.once('close', (code, signal) => take(said || `the copying process ended with ${signal ?? code}`));
    },
    keep: () => void child.stdin.write('keep\n'),
    end: () => void child.kill('SIGKILL'),
  };
}

function inThread(job: CopyJob): Hand {
  const worker = new Worker(script, { workerData: job });
  let said = 'the copying thread ended';
  worker.on('error', (error) => {
    said = String(error);
  });
  return {
    onLine: (take) => void worker.on('message', take),
    onEnd: (take) => void worker.once('exit', () => take(said)),
    keep: () => worker.postMessage('keep'),
    end: () => void worker.terminate(),
  };
}

/** Hands that were told to end while they copied to the second place, and did not yet. */
const hanging = new Set<Hand>();

const startIn =
  (begin: (job: CopyJob) => Hand): StartCopying =>
  (job, copied, told = () => {}) => {
    // One that hangs there may hang for weeks, and be killed by nothing: no second one joins it.
    const hand = begin(hanging.size > 0 ? { ...job, second: null } : job);
    const unasked: SecondPlace =
      hanging.size > 0
        ? { state: 'failed', message: 'it has not answered since an earlier copy' }
        : { state: 'none', message: '' };
    let stopped: string | null = null;
    let kept: Kept | null = null;
    let failure: BackupFailure | null = null;
    let end: (result: Result<Kept, BackupFailure>) => void = () => {};
    const ended = new Promise<Result<Kept, BackupFailure>>((resolve) => {
      end = resolve;
    });
    hand.onLine((line) => {
      const news = CopyNews.parse(JSON.parse(line));
      if (stopped !== null) return;
      if (news.is === 'copied') copied();
      else if (news.is === 'checked') hand.keep();
      else if (news.is === 'failed') failure = { code: news.code, message: news.message };
      else if (news.is === 'kept') {
        const { is: _, ...made } = news;
        kept = { ...made, second: { state: 'failed', message: 'the copying process ended before it' } };
        told();
      } else if (kept !== null) {
        const { is: _, ...second } = news;
        kept.second = second.state === 'none' ? unasked : second;
      }
    });
    hand.onEnd((said) => {
      hanging.delete(hand);
      if (kept !== null) end(done(kept));
      else if (stopped !== null) end(refused({ code: 'interrupted', message: stopped }));
      else end(refused(failure ?? { code: 'disk-error', message: said }));
    });
    return {
      done: ended,
      stop(why) {
        stopped = why;
        hand.end();
        if (kept === null) return;
        // The backup is whole and nobody waits for the rest.
        hanging.add(hand);
        end(done({ ...kept, second: { state: 'failed', message: why } }));
      },
    };
  };

/** In a process of its own: nothing that happens there harms the hut. */
export const copyInProcess: StartCopying = startIn(inProcess);
/** In a thread: Electron's packaged shell has no program that would run a script (fuse `runAsNode`). */
export const copyInThread: StartCopying = startIn(inThread);
const { electron } = process.versions;
export const startCopying: StartCopying = electron === undefined ? copyInProcess : copyInThread;
