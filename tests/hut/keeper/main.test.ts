import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../../domain/config/config.ts';
import { readLabel } from '../../../domain/scanning/label.ts';
import { type HutStore, openHutStore } from '../../../hut/ledger/hut-store.ts';
import { seedPractice } from '../../../hut/stock/practice-stock.ts';
import { SimClock } from '../../sim-clock.ts';

const main = fileURLToPath(new URL('../../../hut/keeper/main.ts', import.meta.url));
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'xiaowu-keeper-'));
  const made = dir;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

function open(): HutStore {
  const store = openHutStore({ dir, clock: new SimClock(), boot: 'test', hours: Config.parse({}).hut.hours });
  if (!store.ok) throw new Error(store.refusal.message);
  return store.value;
}

const run = (...words: string[]): Promise<{ code: number; out: string; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...words, '--data', dir], (error, out, said) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out.trim(), said }),
    );
  });

describe('the keeper’s commands', () => {
  it('make a card that the hut knows as checked, and block it', async () => {
    const made = await run('card');
    expect(made.code).toBe(0);
    expect(readLabel(made.out)).toMatchObject({ ok: true, value: { type: 'card' } });
    const store = open();
    expect(store.people.byCard(made.out)).toMatchObject({ ok: true, value: { trust: 'verified' } });
    store.close();
    expect((await run('block', made.out)).code).toBe(0);
    const after = open();
    expect(after.people.byCard(made.out)).toMatchObject({ ok: false, refusal: { why: 'card-blocked' } });
    after.close();
  });

  it('put a thing back into service', async () => {
    const store = open();
    seedPractice(store);
    const thing = store.lending.items().find((item) => item.condition === 'in-repair');
    if (thing === undefined) throw new Error('nothing is in repair');
    store.close();
    expect(await run('condition', thing.barcode, 'in-service')).toMatchObject({ code: 0 });
    const after = open();
    expect(after.lending.itemById(thing.item)?.condition).toBe('in-service');
    after.close();
  });

  it('say what is wrong and change nothing', async () => {
    expect(await run('condition', 'NOSUCH', 'in-service')).toMatchObject({
      code: 1,
      said: expect.stringContaining('NOSUCH'),
    });
    expect(await run('condition', 'NOSUCH', 'shiny')).toMatchObject({
      code: 2,
      said: expect.stringContaining('in-repair'),
    });
    expect(await run('block', 'XWC00000000')).toMatchObject({ code: 1 });
    expect(await run('juggle')).toMatchObject({ code: 2 });
    const running = open();
    expect(await run('card')).toMatchObject({ code: 3 });
    running.close();
  });
});
