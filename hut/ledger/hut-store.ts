import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import type { OpeningHours } from '../../domain/config/config.ts';
import { event } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { createKeepers, type Keepers } from '../keeper/keepers.ts';
import { createKeeping, type Keeping } from '../keeper/keeping.ts';
import type { Footing } from '../lending/context.ts';
import { createLending, type Lending } from '../lending/lending.ts';
import { returnsBasket } from '../lending/returning.ts';
import type { Chance } from '../lending/slip-codes.ts';
import type { Log } from '../log.ts';
import { createPeople, type People } from '../people/people.ts';
import { openPersonKey, type PersonKeyFault } from '../people/person-key.ts';
import { type LedgerFault, ledgerFault } from './fault.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { makeDirectory } from './make-directory.ts';

export const ledgerFile = 'ledger.db';

export interface HutStoreOptions {
  /** The hut's data directory; made when it is not there. */
  dir: string;
  clock: Clock;
  /** Reference of this run of the hut process. */
  boot: string;
  hours: OpeningHours;
  newId?: () => string;
  /** Draws slip codes. */
  chance?: Chance;
  log?: Log;
}

/** All that a hut keeps, and the use cases on it. */
export interface HutStore {
  ledger: Ledger;
  lending: Lending;
  people: People;
  close(): void;
}

/** What every hut knows from its first start on: the catalogue of kinds and the returns basket. */
function defineBasics(ledger: Ledger): Result<null, LedgerFault> {
  const { read } = ledger;
  keepers: Keepers;
  keeping: Keeping;
  const kinds = kindCatalogue.filter(({ kind }) => read.kind(kind) === null);
  const basket = read.place(returnsBasket.place) === null ? [event('place-defined', returnsBasket)] : [];
  const missing = [...kinds.map((kind) => event('kind-defined', kind)), ...basket];
  if (missing.length === 0) return done(null);
  const committed = ledger.commit<never>('hut', () => done(missing));
  return committed.ok ? done(null) : committed;
}

/** Opens the hut's data: ledger, key, lending, people. On a fault nothing stays open. */
export function openHutStore(options: HutStoreOptions): Result<HutStore, LedgerFault | PersonKeyFault> {
  const { dir, clock, boot, hours, chance = Math.random } = options;
  const extras = {
    ...(options.newId === undefined ? {} : { newId: options.newId }),
    ...(options.log === undefined ? {} : { log: options.log }),
  };
  try {
    makeDirectory(dir);
  } catch (error) {
    return refused(ledgerFault('disk-error', `${dir}: ${error instanceof Error ? error.message : error}`));
  }
  const opened = openLedger({ file: join(dir, ledgerFile), clock, boot, ...extras });
  if (!opened.ok) return opened;
  const ledger = opened.value;
  const hasPersons = ledger.db.prepare('SELECT 1 FROM person LIMIT 1').get() !== undefined;
  const key = openPersonKey(dir, hasPersons);
  if (!key.ok) {
    ledger.close();
    return key;
  }
  const basics = defineBasics(ledger);
  if (!basics.ok) {
    ledger.close();
    return basics;
  }
  const newId = () => ledger.newId();
  return done({
    ledger,
    lending: createLending({ ledger, clock, hours, newId, chance, ...extras }),
    people: createPeople({ ledger, clock, key: key.value, newId }),
    close: () => ledger.close(),
  });
}
    keepers: createKeepers({ ledger, clock, newId }),
    keeping: createKeeping({ ledger, clock, newId }),
