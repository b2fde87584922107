import { join } from 'node:path';
import { event } from '../../domain/ledger/events.ts';
import { done } from '../../domain/result.ts';
import type { SimHut } from './sim-hut.ts';
import { recordOfTomorrow } from './tomorrow.ts';
import type { World } from './world.ts';

/** Something that somebody does at a hut. */
export interface Act {
  name: string;
  run(hut: SimHut): void;
}

/** What people do. Refusals are answers like any other. */
export function actsOf({ seed, cards, huts, newId, clock }: World): Act[] {
  const holder = (hut: SimHut): string | null => {
    if (cards.length === 0) return null;
    const known = hut.store.people.byCard(seed.oneOf(cards));
    return known.ok ? known.value.person : null;
  };
  const thing = (hut: SimHut): string => seed.oneOf(hut.store.lending.items()).item;
  const borrow: Act = {
    name: 'lends',
    run(hut) {
      const person = holder(hut);
      if (person === null) return;
      hut.store.lending.borrowFromHand({ item: thing(hut), person, visit: newId() });
      // The next act is another one: the same scan within ten seconds is the same act.
      clock.advance(11_000);
    },
  };
  const bringBack: Act = {
    name: 'takes back',
    run(hut) {
      const out = hut.store.lending.items().filter(({ item }) => hut.store.lending.isOut(item));
      const item = out.length > 0 && seed.happens(0.8) ? seed.oneOf(out).item : thing(hut);
      hut.store.lending.returnByHand({ item, problem: null, visit: newId() });
      clock.advance(11_000);
    },
  };
  const found: Act = {
    name: 'takes in a thing of another hut',
    run(hut) {
      const other = seed.oneOf(huts);
      const items = other.store.lending.items();
      const out = items.filter(({ item }) => other.store.lending.isOut(item));
      const barcode = seed.happens(0.1) ? 'XWINOBODYS' : seed.oneOf(out.length > 0 ? out : items).barcode;
      if (hut.store.lending.itemByBarcode(barcode) !== null) return;
      hut.store.lending.takeIn({ barcode, visit: newId() });
    },
  };
  const giveCard: Act = {
    name: 'gives out a card',
    run(hut) {
      // Now and then one that another hut gave out, and this one has not heard of.
      const code = cards.length > 0 && seed.happens(0.2) ? seed.oneOf(cards) : `XWC${newId().toUpperCase()}`;
      const known = hut.store.people.byCard(code);
      if (known.ok || known.refusal.why !== 'card-unknown') return;
      if (hut.store.people.issueCard(code, 'verified').ok && !cards.includes(code)) cards.push(code);
    },
  };
  const look: Act = {
    name: 'puts something right',
    run(hut) {
      const [item] = hut.store.keeping.thingsToLookAt(0, 1);
      if (item === undefined) return;
      hut.store.keeping.setCondition({ keeper: 'k', item, condition: 'in-service', problem: null });
    },
  };
  const renew: Act = {
    name: 'renews',
    run(hut) {
      const person = holder(hut);
      const [loan] = person === null ? [] : hut.store.lending.loansOf(person);
      if (person !== null && loan !== undefined) hut.store.lending.renew({ loan: loan.loan, person });
    },
  };
  const ofTomorrow: Act = {
    name: 'records what today cannot read',
    run(hut) {
      hut.stop();
      recordOfTomorrow(join(hut.dir, 'ledger.db'), newId(), hut.clock.wall());
      hut.start();
    },
  };
  const money: Act = {
    name: 'enters money',
    run(hut) {
      const { fund, ledger } = hut.store;
      const [keeper] = ledger.db.prepare<[], string>('SELECT keeper FROM keeper LIMIT 1').pluck().all();
      if (keeper === undefined) {
        const made = event('keeper-made', { keeper: newId(), number: 1 });
        ledger.commit<never>('command', () => done([made]));
        return;
      }
      const [last] = fund.newest(0, 1);
      if (last !== undefined && seed.happens(0.3)) fund.takeBack({ keeper, ref: last.ref });
      else fund.enter({ keeper, entry: { of: 'in', what: 'sale', amount: 100, words: null } });
    },
  };
  return [
    money,
    borrow,
    borrow,
    borrow,
    borrow,
    bringBack,
    bringBack,
    found,
    giveCard,
    giveCard,
    look,
    renew,
    ofTomorrow,
  ];
}
