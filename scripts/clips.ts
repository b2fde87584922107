// npm run clips: says every message of the screens once and keeps it in dist/clips.
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeClips } from './clips/make-clips.ts';

// It is never what somebody waits for.
setPriority(constants.priority.PRIORITY_LOW);
const out = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'clips');
const began = performance.now();
const { made, kept } = await makeClips(out);
const seconds = Math.round((performance.now() - began) / 1000);
if (made > 0) console.error(`语音 / voice: ${made} clips made, ${kept} kept, ${seconds} s`);
