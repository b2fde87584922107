import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { done, type Result, refused } from '../../domain/result.ts';
import { type BackupFailure, type CopyJob, CopyNews } from './copy-job.ts';

export type Kept = Omit<Extract<CopyNews, { is: 'kept' }>, 'is'>;

/** A copying process at work. */
export interface Copying {
  done: Promise<Result<Kept, BackupFailure>>;
  /** Ends it; there is then no backup. */
  stop(why: string): void;
}

/** Starts a job. `copied` is called once the ledger's own files are not read any more. */
export type StartCopying = (job: CopyJob, copied: () => void) => Copying;

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

const startIn =
  (begin: (job: CopyJob) => Hand): StartCopying =>
  (job, copied) => {
    const hand = begin(job);
    let stopped: string | null = null;
    let result: Result<Kept, BackupFailure> | null = null;
    hand.onLine((line) => {
      const news = CopyNews.parse(JSON.parse(line));
      if (stopped !== null) return;
      if (news.is === 'copied') copied();
      else if (news.is === 'checked') hand.keep();
      else if (news.is === 'failed') result = refused({ code: news.code, message: news.message });
      else {
        const { is: _, ...kept } = news;
        result = done(kept);
      }
    });
    return {
      done: new Promise((resolve) =>
        hand.onEnd((said) => {
          if (stopped !== null) resolve(refused({ code: 'interrupted', message: stopped }));
          else resolve(result ?? refused({ code: 'disk-error', message: said }));
        }),
      ),
      stop(why) {
        stopped = why;
        hand.end();
      },
    };
  };

/** In a process of its own: nothing that happens there harms the hut. */
export const copyInProcess: StartCopying = startIn(inProcess);
/** In a thread: Electron's packaged shell has no program that would run a script (fuse `runAsNode`). */
export const copyInThread: StartCopying = startIn(inThread);
const { electron } = process.versions;
export const startCopying: StartCopying = electron === undefined ? copyInProcess : copyInThread;
