import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Makes the clips that are missing, beside the hut that is open already: the first time it takes a minute or two of
 * one processor at the lowest priority, later half a second. Until then a voice of the machine speaks where there is one.
 */
export function makeVoice(root: string): ChildProcess {
  return spawn(process.execPath, [join(root, 'scripts', 'clips.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
