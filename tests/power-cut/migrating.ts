// migrating.ts DIR: opens the hut's data there as a start does, which brings it to today's version and restores what
// is damaged, and ends.
import './plain-copies.ts';
import { HutConfig } from '../../domain/config/config.ts';
import { openHutStore } from '../../hut/ledger/hut-store.ts';
import { realClock } from '../../hut/real-clock.ts';

const [dir = ''] = process.argv.slice(2);
const opened = openHutStore({ dir, clock: realClock, boot: 'migrating', hours: HutConfig.parse({}).hours });
if (!opened.ok) throw new Error(opened.refusal.message);
opened.value.close();
