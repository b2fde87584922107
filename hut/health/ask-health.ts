import { Health } from '../../domain/contract/health.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { readRunFile } from './run-file.ts';

/** How long a hut may take to say how it is, milliseconds; one that takes longer hangs. */
const patience = 5_000;

export interface HealthUnknown {
  /** `not-running`: nobody answers there. `silent`: somebody holds the line and does not answer, or not sensibly. */
  code: 'not-running' | 'silent';
  message: string;
}

/** Asks the hut that runs on this directory how it is. */
export async function askHealth(dir: string): Promise<Result<Health, HealthUnknown>> {
  const notRunning = `No hut runs on ${dir}.\n${dir} 上没有正在运行的小屋。`;
  const run = readRunFile(dir);
  if (run === null) return refused({ code: 'not-running', message: notRunning });
  try {
    const response = await fetch(`http://127.0.0.1:${run.port}/health`, {
      headers: { authorization: `Bearer ${run.token}` },
      signal: AbortSignal.timeout(patience),
    });
    // The port may be somebody else's by now.
    if (response.status !== 200) return refused({ code: 'not-running', message: notRunning });
    const read = Health.safeParse(await response.json());
    if (read.success) return done(read.data);
    return refused({ code: 'silent', message: 'the hut is of another release, and says it otherwise' });
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      return refused({ code: 'silent', message: 'The hut does not answer: it hangs.\n小屋没有回应。' });
    }
    return refused({ code: 'not-running', message: notRunning });
  }
}
