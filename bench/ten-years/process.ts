import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { Action } from '../../domain/contract/action.ts';
import type { View } from '../../domain/contract/screen.ts';
import { practiceKeeper } from '../../hut/keeper/practice-keeper.ts';
import { hutEnvironment } from '../../hut/memory.ts';
import { realClock } from '../../hut/real-clock.ts';
import { createClient } from '../../renderer/wire/client.ts';
import { socketLine } from '../../renderer/wire/socket-channel.ts';
import { ensureBundled } from '../../scripts/built.mjs';
import { type Made, thePin } from './history.ts';
import { seeded } from './seeded.ts';
import { barcodeOf, cardOf, configText, lockerDoors, phoneOf } from './stock.ts';

/** As `npm start` and `npm run hut` run it. */
const main = fileURLToPath(new URL('../../dist/run/main.js', import.meta.url));

/** A hut process of its own on a made hut. */
export interface Running {
  pid: number;
  url: string;
  /** From the start of the process to its word that it serves, milliseconds. */
  readyMs: number;
  end(): Promise<void>;
}

export async function start({ dir }: Made): Promise<Running> {
  await ensureBundled();
  const config = join(dir, 'hut.json');
  writeFileSync(config, JSON.stringify(configText));
  const from = performance.now();
  const child: ChildProcess = spawn(
    process.execPath,
    [main, '--data', dir, '--config', config, '--listen', '127.0.0.1:0'],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...hutEnvironment } },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) return reject(new Error('no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /^ready (\S+)$/.exec(line)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    child.once('exit', (code) => reject(new Error(`the hut ended with ${code}`)));
  });
  const readyMs = performance.now() - from;
  return {
    pid: child.pid ?? 0,
    url,
    readyMs,
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Resident memory of a process, megabytes: now, and the most it ever was. Linux only; NaN elsewhere. */
export function residentMb(pid: number): { now: number; most: number } {
  const of = (name: string, text: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024;
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return { now: of('VmRSS', text), most: of('VmHWM', text) };
  } catch {
    return { now: Number.NaN, most: Number.NaN };
  }
}

/** Of so many visits, one is somebody who types a phone number and a PIN. */
const byPhoneEvery = 20;
/** After so many visits a keeper comes to the desk. */
const keeperEvery = 250;

/**
 * Visits over the wire, as the screen makes them: a thing is scanned and borrowed with a card, or brought back, from
 * the shelf each time; now and then somebody looks at their loans by phone and PIN, or a keeper signs in and erases
 * somebody. `each` is called after every visit.
 */
export async function visits(
  { url }: Running,
  made: Made,
  count: number,
  each: (n: number) => void,
): Promise<void> {
  const { origin, host, hash } = new URL(url);
  let keys = 0;
  let view: View | null = null;
  let wake = (): void => {};
  const client = createClient({
    line: socketLine({
      dial: () => new WebSocket(`ws://${host}/wire`, [`xiaowu.${hash.slice(1)}`], { origin }),
      clock: realClock,
    }),
    clock: realClock,
    newKey: () => `bench-${String(++keys).padStart(6, '0')}`,
  });
  client.on('view', (next) => {
    view = next;
    wake();
  });
  const until = async (...at: View['screen']['at'][]): Promise<View> => {
    for (;;) {
      if (view !== null && at.includes(view.screen.at)) return view;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const press = async (action: Action): Promise<void> => {
    const pressed = await client.call('press', { token: view?.token ?? 0, action });
    if (!pressed.ok) throw new Error(`a press was not answered: ${pressed.refusal.message}`);
  };
  let at = 0;
  /** Typed as a scanner types it: our labels are digits and capital letters. */
  const scan = async (text: string): Promise<void> => {
    at += 1_000;
    const codes = [...text].map((c) => (/\d/.test(c) ? `Digit${c}` : `Key${c}`));
    const typed = [...codes, 'Enter'].map((code, i) => ({
      code,
      shift: code.startsWith('Key'),
      ctrl: false,
      at: at + i,
    }));
    const taken = await client.call('keys', { keys: typed });
    if (!taken.ok) throw new Error(`a scan was not answered: ${taken.refusal.message}`);
  };
  const type = async (digits: string): Promise<void> => {
    for (const key of digits) await press({ do: 'key', key: key as '0' });
  };
  await until('attract', 'home');
  const chance = seeded(11);
  for (let n = 0; n < count; n++) {
    await press({ do: 'begin' });
    await until('home');
    await press({ do: 'function', function: 'borrow' });
    await until('pick');
    await press({ do: 'home' });
    await until('home');
    if (n % byPhoneEvery === byPhoneEvery - 1) {
      await press({ do: 'function', function: 'my-loans' });
      await press({ do: 'by-phone' });
      await type(phoneOf(chance.below(made.size.people)));
      await press({ do: 'submit' });
      await until('pin');
      await type(thePin);
      await until('loans');
      await press({ do: 'home' });
      await until('home');
    }
    if (n % keeperEvery === keeperEvery - 1) {
      await scan(practiceKeeper.code);
      await until('keeper-pin');
      await type(practiceKeeper.pin);
      await until('keeper-desk');
      for (let who = n; ; who++) {
        await press({ do: 'desk', function: 'residents' });
        await press({ do: 'by-phone' });
        await type(phoneOf(who));
        await press({ do: 'submit' });
        const found = await until('keeper-resident', 'keeper-refusal');
        if (found.screen.at === 'keeper-resident') break;
        // On a hut that was kept: a run before this one has erased them.
        await press({ do: 'back' });
        await until('keeper-desk');
      }
      await press({ do: 'resident', act: 'erase' });
      await press({ do: 'confirm' });
      await until('keeper-done', 'keeper-refusal');
      await press({ do: 'home' });
      await until('attract', 'home');
      each(n);
      continue;
    }
    await scan(barcodeOf(lockerDoors + chance.below(made.size.items - lockerDoors)));
    const found = await until('item', 'return', 'refusal');
    if (found.screen.at === 'return') {
      await press({ do: 'all-fine' });
      await until('put-back');
      await press({ do: 'put-back' });
      await until('returned');
    } else if (found.screen.at === 'item') {
      await press({ do: 'tick' });
      await press({ do: 'borrow' });
      await until('identify');
      await scan(cardOf(chance.below(made.size.people)));
      await until('borrowed', 'refusal');
    }
    await press({ do: 'home' });
    await until('home');
    each(n);
  }
  client.close();
}
