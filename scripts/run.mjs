// run.mjs [--built] [--desk] [--bundled] [--gallery] TARGET …args: installs what is missing, then runs TARGET on the
// project's own Node. --built also brings the built renderer up to date, --desk the office's desk in dist/desk,
// --bundled the bundle of the hut process in dist/run, --gallery the gallery of screens in dist/gallery. Signals and
// the exit code pass through.
//
// npm passes SIGTERM to the shell it starts, and dash neither passes it on nor stands aside for its last command.
// So the long-running scripts of package.json begin with `exec env 'XIAOWU_SH= 2>nul 'yes=\& node …`: a POSIX shell
// reads it as "become node, with a variable that nobody uses"; cmd.exe as a command it does not know (silently),
// then `& node …`. For the others there is `endWithParent`.
import { spawn } from 'node:child_process';
import Module from 'node:module';
import { join, resolve } from 'node:path';
import {
  cacheDir,
  ended,
  ensureInstalled,
  isThisNode,
  nodeForProject,
  projectRoot,
  SetupError,
} from './setup.mjs';

/** Milliseconds between looks. */
const lookEvery = 300;

/** Ends this process as by SIGTERM when the one that started it is gone; without it nobody could end it any more. */
function endWithParent() {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, lookEvery);
  looking.unref();
}

const given = process.argv.slice(2);
const flags = new Set();
while (['--built', '--desk', '--bundled', '--gallery'].includes(given[0])) flags.add(given.shift());
const [target, ...args] = given;

if (process.env.npm_lifecycle_event !== undefined) endWithParent();

try {
  await ensureInstalled();
  if (flags.size > 0) {
    const { ensureBuilt, ensureBundled, ensureDesk, ensureGallery } = await import('./built.mjs');
    const makers = {
      '--built': ensureBuilt,
      '--desk': ensureDesk,
      '--bundled': ensureBundled,
      '--gallery': ensureGallery,
    };
    // Side by side; where one fails, the others come to their end before it is said.
    const made = await Promise.allSettled([...flags].map((flag) => makers[flag]()));
    const failed = made.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  }
  const file = resolve(projectRoot, target);
  const compiled = join(cacheDir(), 'compiled');
  const node = nodeForProject();
  if (isThisNode(node)) {
    // Under `npm run` the first `node` on the PATH is the project's own: no second process is needed.
    process.env.NODE_COMPILE_CACHE ??= compiled;
    Module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
    process.argv = [process.execPath, file, ...args];
    Module.runMain();
  } else {
    const env = { NODE_COMPILE_CACHE: compiled, ...process.env };
    const child = spawn(node, [file, ...args], { stdio: 'inherit', env });
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
      process.on(signal, () => {
        // From a terminal, Ctrl-C reaches the child by itself; a second one would mean "at once".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    process.exitCode = await ended(child);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
