import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action } from '../../domain/contract/action.ts';
import { rebuild } from '../../hut/ledger/rebuild.ts';
import { verify } from '../../hut/ledger/verify.ts';
import { breakWrites, cannotBreak } from './broken-disk.ts';
import { Kiosk } from './kiosk.ts';

const press = fc.constantFrom<Action[]>(
  { do: 'begin' },
  { do: 'home' },
  { do: 'back' },
  { do: 'kind', kind: 'wrench' },
  { do: 'kind', kind: 'power-bank' },
  { do: 'function', function: 'return' },
  { do: 'function', function: 'my-loans' },
  { do: 'borrow' },
  { do: 'tick' },
  { do: 'all-fine' },
  { do: 'put-back' },
  { do: 'call-keeper' },
  { do: 'way', way: 'return-one' },
  { do: 'way', way: 'scan-again' },
  { do: 'door-will-not-close' },
  { do: 'declare', moved: true },
  { do: 'declare', moved: false },
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ is: fc.constant('press' as const), action: press }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('card' as const) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('thing' as const), nth: fc.nat(19) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('shut' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ is: fc.constant('wait' as const), ms: fc.constantFrom(600, 3_000, 95_000) }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('away' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('errors' as const) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('mended' as const) }) },
);

/**
 * Whatever people do while the disk comes and goes: the hut stays up, no verdict is shown that the ledger does not
 * hold, and when the disk is back, the ledger is whole and things are lent as before.
 */
test.skipIf(cannotBreak !== null)(
  'a disk that comes and goes under whatever people do',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const kiosk = await Kiosk.open();
        const barcodes = kiosk.lending.items().map(({ barcode }) => barcode);
        const away = join(kiosk.dir, 'away');
        const shown = new Set<string>();
        let mendWrites = () => {};
        const mend = () => {
          mendWrites();
          mendWrites = () => {};
          if (existsSync(away)) renameSync(away, kiosk.ledgerDir);
        };
        try {
          for (const each of steps) {
            if (each.is === 'press') await kiosk.press(each.action);
            else if (each.is === 'card') await kiosk.scan(kiosk.card);
            else if (each.is === 'thing') await kiosk.scan(barcodes[each.nth] ?? '');
            else if (each.is === 'wait') await kiosk.pass(each.ms);
            else if (each.is === 'shut') {
              for (let door = 1; door <= 10; door++)
                if (kiosk.board.isOpen(door)) kiosk.board.closeDoor(door);
              await kiosk.pass(600);
            } else if (each.is === 'away' && !existsSync(away)) {
              // A copy comes back, not the file: what is written into the old one from here on is lost.
              mendWrites();
              cpSync(kiosk.ledgerDir, away, { recursive: true });
              rmSync(kiosk.ledgerDir, { recursive: true });
              // So long after the last look at the files as a person needs at the least.
              await kiosk.pass(30);
            } else if (each.is === 'errors') mendWrites = breakWrites();
            else if (each.is === 'mended') mend();
            const { screen } = kiosk.view();
            if (screen.at === 'borrowed' || screen.at === 'returned') shown.add(screen.code);
          }
          mend();
          for (let door = 1; door <= 10; door++) if (kiosk.board.isOpen(door)) kiosk.board.closeDoor(door);
          await kiosk.pass(30_000);
          const codes = kiosk.ledger.db
            .prepare<[], string>('SELECT code FROM loan UNION ALL SELECT code FROM item_return')
            .pluck()
            .all();
          expect(codes).toEqual(expect.arrayContaining([...shown]));
          expect(verify(kiosk.ledger).ok).toBe(true);
          expect(rebuild(kiosk.ledger).same).toBe(true);
          expect(kiosk.opened.standing.trouble()).toBeNull();
          expect(kiosk.lending.unsettledOpenings()).toEqual([]);
        } finally {
          mend();
          await kiosk.close();
        }
      }),
      { numRuns: 25 },
    );
  },
);
