import { event } from '../domain/ledger/events.ts';
import { done } from '../domain/result.ts';
import { Config } from '../hut/config/config.ts';
import { openHutStore } from '../hut/ledger/hut-store.ts';
import { realClock } from '../hut/real-clock.ts';
import { seedPractice } from '../hut/stock/practice-stock.ts';

/** Makes a ledger with the practice stock and so many events more: `scan-to-unlock-ledger.ts DIR COUNT`. */
const [dir = '', count = '0'] = process.argv.slice(2);
const store = openHutStore({ dir, clock: realClock, boot: 'bench', hours: Config.parse({}).hut.hours });
if (!store.ok) throw new Error(store.refusal.message);
const seeded = seedPractice(store.value);
if (!seeded.ok) throw new Error('no practice stock');
const batch = 1_000;
for (let i = 0; i < Number(count); i += batch) {
  const events = Array.from({ length: batch }, (_, j) =>
    event('keeper-called', { visit: `bench-${i + j}`, screen: 'home' }),
  );
  store.value.ledger.commit<never>('hut', () => done(events));
}
store.value.ledger.tidy();
store.value.close();
