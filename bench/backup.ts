import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupConfig } from '../domain/config/backup-config.ts';
import { startBackups } from '../hut/backup/backups.ts';
import { type HutStore, ledgerFile, openHutStore } from '../hut/ledger/hut-store.ts';
import { openOrRecover } from '../hut/ledger/open-or-recover.ts';
import { checkWhole } from '../hut/ledger/whole-check.ts';
import { realClock } from '../hut/real-clock.ts';
import { type Figure, figure, idle } from './measure.ts';
import { ledgerOf, makeHistory } from './ten-years/history.ts';
import { hutConfig, sizes } from './ten-years/stock.ts';

/** This part of ten years of a busy hut; 1 is a million loans. */
const part = Number(process.env.XIAOWU_BENCH_PART ?? 0.05);
const seed = 20_261_124;
/** How long nobody gets an answer while `work` is going on, at worst, and how long it takes. Milliseconds. */
async function stall(work: () => Promise<unknown> | unknown): Promise<{ worst: number; took: number }> {
  let last = performance.now();
  let worst = 0;
  const beat = () => {
    const now = performance.now();
    worst = Math.max(worst, now - last);
    last = now;
  };
  const beating = setInterval(beat, 1);
  await idle(50);
  worst = 0;
  const from = performance.now();
  await work();
  const took = performance.now() - from;
  await idle(5);
  clearInterval(beating);
  return { worst, took };
}

/** Three ways to copy the ledger of a running hut, then what a start and a restoration cost at this size. */
export async function* run(): AsyncIterable<Figure> {
  const dir = mkdtempSync(join(tmpdir(), 'xiaowu-bench-backup-'));
  try {
    const { old } = sizes;
    const size = {
      days: old.days,
      loans: Math.round(old.loans * part),
      items: Math.round(old.items * part),
      people: Math.round(old.people * part),
    };
    const made = await makeHistory(dir, size, seed, Date.now());
    const mb = statSync(ledgerOf(made)).size / 1e6;
    process.stderr.write(`${made.events} events, ${mb.toFixed(1)} MB\n`);
    const n = made.events;
    const store = open(dir);
    const { db } = store.ledger;

    // What making it left unsynced is not the backup's doing.
    store.lending.noteStarted(0);
    store.ledger.tidy();
    const quiet = (await stall(() => idle(3_000))).worst;
    const inside = join(dir, 'vacuum.db');
    const vacuum = await stall(() => db.prepare('VACUUM INTO ?').run(inside));
    const steps = await stall(() => db.backup(join(dir, 'steps.db'), { progress: () => 256 }));
    const backups = startBackups({
      dir,
      name: ledgerFile,
      clock: realClock,
      log: () => {},
      config: BackupConfig.parse({}),
      ledger: () => store.ledger,
      busy: () => true,
      clockRight: () => true,
      checked: true,
      damaged: () => {},
    });
    const beside = await stall(() => backups.make());
    if (backups.status().lastGood === null) throw new Error(backups.status().lastFailure?.message);
    await backups.close();
    yield figure(
      'backup: VACUUM INTO in the hut, nobody is answered for',
      'ms',
      vacuum.worst,
      quiet,
      n,
      'not used',
    );
    yield figure(
      'backup: 256 pages a step in the hut, nobody is answered for',
      'ms',
      steps.worst,
      quiet,
      n,
      'not used',
    );
    yield figure(
      'backup: in another process, nobody is answered for',
      'ms',
      beside.worst,
      quiet,
      n,
      '≤ 50 ms',
    );
    yield figure(
      'backup: copied, checked whole and kept, per MB',
      'ms',
      beside.took / mb,
      1,
      n,
      'minutes at 1 GB',
    );

    const check = await stall(() => checkWhole(db, { scratch: join(dir, 'scratch.db') }));
    yield figure('ledger: checked whole, per MB', 'ms', check.took / mb, 1, n, 'only up to 8 MB at a start');
    store.close();

    // The ledger is gone: everything comes from the backup.
    const copy = join(dir, 'restored');
    mkdirSync(join(copy, 'backups'), { recursive: true });
    for (const name of [ledgerFile, 'ledger.head']) copyFileSync(join(dir, name), join(copy, name));
    const { name = '' } = backups.status().lastGood ?? {};
    copyFileSync(join(dir, 'backups', name), join(copy, 'backups', name));
    const restored = await stall(() => {
      rmSync(join(copy, ledgerFile));
      const opened = openOrRecover({
        dir: copy,
        name: ledgerFile,
        clock: realClock,
        boot: 'bench',
        places: [join(copy, 'backups')],
      });
      if (!opened.ok) throw new Error(opened.refusal.message);
      opened.value.close();
    });
    yield figure(
      'ledger: gone and restored from a backup, per MB',
      'ms',
      restored.took / mb,
      1,
      n,
      'minutes at 1 GB',
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function open(dir: string): HutStore {
  const opened = openHutStore({ dir, clock: realClock, boot: 'bench', hours: hutConfig.hut.hours });
  if (!opened.ok) throw new Error(opened.refusal.message);
  return opened.value;
}
