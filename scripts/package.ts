import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildShell } from './build.ts';
import { makeClips } from './clips/make-clips.ts';
import { readLanguages } from './languages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

await buildShell();
await readLanguages(root);
const { bad } = await makeClips(fileURLToPath(new URL('../dist/clips', import.meta.url)));
if (bad.length > 0) throw new Error(`clips that do not sound like their words: ${bad.join('; ')}`);
const builder = fileURLToPath(new URL('../node_modules/electron-builder/cli.js', import.meta.url));
const args = process.argv.length > 2 ? process.argv.slice(2) : ['--publish', 'never'];
const child = spawn(process.execPath, [builder, ...args], { cwd: root, stdio: 'inherit' });
process.exitCode = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
