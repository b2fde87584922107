// npm run dev: the renderer with hot reload, against a live hut process.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { readyAddress } from './start/browser.ts';
import { endOnSignals } from './start/ending.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const hutPort = 5174;
const origin = 'http://localhost:5173';

const args = ['--data', join(root, 'data'), '--listen', `127.0.0.1:${hutPort}`, '--dev-origin', origin];
const hut = spawn(process.execPath, ['hut/main.ts', ...args, ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ending = endOnSignals([hut]);
const server = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: {
    host: 'localhost',
    port: 5173,
    strictPort: true,
    proxy: { '/wire': { target: `ws://127.0.0.1:${hutPort}`, ws: true, changeOrigin: true } },
  },
});
await server.listen();

let printed = '';
let said = false;
hut.stdout.setEncoding('utf8').on('data', (text: string) => {
  process.stdout.write(text);
  if (said) return;
  printed += text;
  const page = readyAddress(printed);
  if (page === null) return;
  said = true;
  console.log(`dev ${origin}/${new URL(page).hash}`);
});
process.exitCode = await new Promise<number>((resolve) => hut.once('close', (code) => resolve(code ?? 1)));
ending.done();
await server.close();
