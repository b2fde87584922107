import { join } from 'node:path';
import { HutConfig } from '../../domain/config/config.ts';
import { openHutStore } from '../../hut/ledger/hut-store.ts';
import { rebuild } from '../../hut/ledger/rebuild.ts';
import { verify } from '../../hut/ledger/verify.ts';
import { realClock } from '../../hut/real-clock.ts';
import { dataDirectory, ledgerDirectory } from './experiment.ts';
import { RecordedHut } from './recorded-hut.ts';
import { bookByTurns } from './visits.ts';

/**
 * Kills a hut with the verdict on its screen, again and again on the same data, and looks for what it said. Gives
 * what is wrong after each. A smoke test: what the system has taken outlives a killed process, so no loop of kills
 * can find a missing sync.
 */
export async function* killAtTheVerdict(times: number, folder: string): AsyncGenerator<string[]> {
  for (let turn = 0; turn < times; turn++) {
    const hut = await RecordedHut.start({ folder, data: join(folder, dataDirectory) });
    let code = '';
    try {
      code = await bookByTurns(hut, turn);
      await hut.end('SIGKILL');
    } finally {
      await hut.close();
    }
    yield looked(join(folder, ledgerDirectory), turn % 2 === 0 ? 'loan' : 'item_return', code);
  }
}

function looked(dir: string, table: 'loan' | 'item_return', code: string): string[] {
  const opened = openHutStore({ dir, clock: realClock, boot: 'looking', hours: HutConfig.parse({}).hours });
  if (!opened.ok) return [`the hut does not start: ${opened.refusal.code}`];
  const { ledger, close } = opened.value;
  try {
    const wrong: string[] = [];
    if (ledger.db.prepare(`SELECT 1 FROM ${table} WHERE code = ?`).get(code) === undefined) {
      wrong.push(`${table} ${code} is not in the ledger`);
    }
    if (!verify(ledger).ok) wrong.push('the chain is broken');
    if (!rebuild(ledger).same) wrong.push('the projections are not what the log says');
    return wrong;
  } finally {
    close();
  }
}
