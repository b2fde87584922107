import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HutConfig } from '../../domain/config/config.ts';
import { openHutStore } from '../../hut/ledger/hut-store.ts';
import { realClock } from '../../hut/real-clock.ts';
import { practiceCards, seedPractice } from '../../hut/stock/practice-stock.ts';

/**
 * syncing.ts DIR: borrows and returns, and rests between visits as a hut does. A directory below DIR marks in the
 * recording where each act begins: what is synced between two marks was synced for the first of them.
 */
const [dir = ''] = process.argv.slice(2);
const opened = openHutStore({ dir, clock: realClock, boot: 'syncing', hours: HutConfig.parse({}).hours });
if (!opened.ok) throw new Error(opened.refusal.message);
const { ledger, lending, people } = opened.value;
const seeded = seedPractice(opened.value);
const who = people.byCard(practiceCards.find(({ trust }) => trust === 'verified')?.code ?? '');
const book = lending.pickItem('book', () => null);
const wrench = lending.pickItem('wrench', () => null);
if (!seeded.ok || !who.ok || !book.ok || !wrench.ok) throw new Error('the practice stock is not there');
const { person } = who.value;
let marks = 0;
const mark = (act: string) => mkdirSync(join(dir, `${++marks}.${act}`));
const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

for (let visits = 0; visits < 3; visits++) {
  // Nobody is at the screen.
  mark('rest');
  ledger.tidy();
  const visit = `visit-${visits}`;
  mark('commit');
  const { opening } = must(
    lending.requestBorrow({ item: wrench.value.item, person, visit, doorFaultOf: () => null }),
  );
  mark('commit');
  must(lending.openingOpened(opening));
  mark('commit');
  must(lending.finishOpening(opening, 'door'));
  mark('commit');
  must(lending.returnByHand({ item: wrench.value.item, problem: null, visit }));
  mark('commit');
  must(lending.borrowFromHand({ item: book.value.item, person, visit }));
  mark('commit');
  must(lending.returnByHand({ item: book.value.item, problem: null, visit }));
}
mark('end');
opened.value.close();
