import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a running hut says how it can be asked: in its data directory, readable by its user alone. */
export const runFile = 'run.json';

const RunFile = z.strictObject({
  pid: z.number().int().positive(),
  /** On 127.0.0.1. */
  port: z.number().int().min(1).max(65_535),
  /** Opens nothing but the question how it is. */
  token: z.string().min(20).max(100),
});
export type RunFile = z.infer<typeof RunFile>;

/** What stands there; null when there is nothing, or nothing that can be understood. */
export function readRunFile(dir: string): RunFile | null {
  try {
    return RunFile.parse(JSON.parse(readFileSync(join(dir, runFile), 'utf8')));
  } catch {
    return null;
  }
}

/** Whether a process of this number runs. It need not be a hut: numbers are used again. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Writes it whole or not at all. Throws what the file system says. */
export function writeRunFile(dir: string, run: RunFile): void {
  const temporary = join(dir, `${runFile}.${run.pid}.new`);
  writeFileSync(temporary, `${JSON.stringify(run)}\n`, { mode: 0o600 });
  renameSync(temporary, join(dir, runFile));
}

/** Takes it away, unless another process has written its own meanwhile. */
export function removeRunFile(dir: string, { token }: RunFile): void {
  if (readRunFile(dir)?.token !== token) return;
  try {
    unlinkSync(join(dir, runFile));
  } catch {
    // Stale then; whoever reads it finds that nobody answers.
  }
}
