// npm run clips: says every message of the screens once and keeps it in dist/clips.
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeClips } from './clips/make-clips.ts';
import { readLanguages } from './languages.ts';

// It is never what somebody waits for.
setPriority(constants.priority.PRIORITY_LOW);
const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'clips');
const began = performance.now();
await readLanguages(root);
const { made, kept, silent, bad } = await makeClips(out);
const seconds = Math.round((performance.now() - began) / 1000);
if (made > 0) console.error(`语音 / voice: ${made} clips made, ${kept} kept, ${seconds} s`);
for (const language of silent) {
  console.error(
    `${language}: the engine has no voice for it; what keepers record is spoken, and nothing else`,
  );
}
for (const why of bad) console.error(`left out: ${why}`);
if (bad.length > 0) process.exitCode = 1;
