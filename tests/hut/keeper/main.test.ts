import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readLabel } from '../../../domain/scanning/label.ts';
import { Config } from '../../../hut/config/config.ts';
import { type HutStore, openHutStore } from '../../../hut/ledger/hut-store.ts';
import { verify } from '../../../hut/ledger/verify.ts';
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

  it('forget a person: no byte of the number or the room is left in the files', async () => {
    const store = open();
    const dwelling = { building: '31', unit: '2', room: '4711' };
    const known = await store.people.register({ phone: '13812345678', dwelling, pin: '4829' });
    expect(known.ok).toBe(true);
    const row = store.ledger.db.prepare<[], { phone_enc: Buffer }>('SELECT phone_enc FROM person').get();
    const sealed = row?.phone_enc.toString('latin1') ?? 'none';
    store.close();
    const bytes = () =>
      readdirSync(dir)
        .filter((name) => name.startsWith('ledger'))
        .map((name) => readFileSync(join(dir, name), 'latin1'))
        .join();
    expect(bytes()).toContain(sealed);
    expect(await run('erase', '13812345678')).toMatchObject({ code: 0 });
    expect(bytes()).not.toContain(sealed);
    const after = open();
    expect(after.people.findByPhone('13812345678')).toBeNull();
    expect(verify(after.ledger).ok).toBe(true);
    after.close();
    expect(await run('erase', '13812345678')).toMatchObject({ code: 1 });
    expect(await run('erase', '123')).toMatchObject({ code: 2 });
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

describe('keepers by command', () => {
  it('are made with a card and a one-time PIN, get a new PIN, and are taken away', async () => {
    const made = await run('keeper');
    expect(made.code).toBe(0);
    const code = made.out.split('\n')[0] ?? '';
    const pin = /PIN (\d{6})/.exec(made.out)?.[1] ?? '';
    expect(readLabel(code)).toMatchObject({ ok: true, value: { type: 'keeper-card' } });
    const store = open();
    const found = store.keepers.byCard(code);
    if (!found.ok) throw new Error(found.refusal);
    expect(found.value.number).toBe(1);
    expect(await store.keepers.checkPin(found.value.keeper, pin)).toEqual({
      ok: true,
      value: { oneTime: true },
    });
    expect((await store.keepers.choosePin(found.value.keeper, '508264')).ok).toBe(true);
    // Neither the code nor the PIN is in the log.
    const log = store.ledger.db.prepare<[], string>('SELECT body || actor FROM event').pluck().all().join();
    expect(log).toContain('keeper:');
    expect(log).not.toContain(code);
    expect(log).not.toContain(pin);
    store.close();
    const reset = await run('keeper-pin', '1');
    const again = /PIN (\d{6})/.exec(reset.out)?.[1] ?? '';
    const after = open();
    expect(await after.keepers.checkPin(found.value.keeper, again)).toMatchObject({
      ok: true,
      value: { oneTime: true },
    });
    after.close();
    expect((await run('keeper-block', '1')).code).toBe(0);
    expect((await run('keeper-block', '1')).code).toBe(1);
    expect((await run('keeper-pin', '7')).code).toBe(1);
    expect((await run('keeper-pin', 'one')).code).toBe(2);
    const blocked = open();
    expect(blocked.keepers.byCard(code)).toEqual({ ok: false, refusal: 'blocked' });
    blocked.close();
  });
});
