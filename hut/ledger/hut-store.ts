import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import type { OpeningHours } from '../../domain/config/config.ts';
import { event } from '../../domain/ledger/events.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { backupDirectory } from '../backup/backup-name.ts';
import { createDonations, type Donations } from '../donating/donations.ts';
import { createFund, type Fund } from '../fund/fund.ts';
import { createKeepers, type Keepers } from '../keeper/keepers.ts';
import { createKeeping, type Keeping } from '../keeper/keeping.ts';
import type { Footing } from '../lending/context.ts';
import { createLending, type Lending } from '../lending/lending.ts';
import { returnsBasket } from '../lending/returning.ts';
import type { Chance } from '../lending/slip-codes.ts';
import type { Log } from '../log.ts';
import { forgetMemos, memoDirectory } from '../memo/memos.ts';
import { createPeople, type People, sampleOf } from '../people/people.ts';
import { openPersonKey } from '../people/person-key.ts';
import { createResidents, type Residents } from '../people/residents.ts';
import { createSharing, type Sharing } from '../people/sharing.ts';
import { soundRows } from '../people/sound-row.ts';
import { openStreetKey } from '../people/street-key.ts';
import { hubLogIn, ownLogFile } from '../sync/own-log.ts';
import { createSyncStore, type SyncStore } from '../sync/sync-store.ts';
import { faultOf, type LedgerFault, ledgerFault, systemFaultOf } from './fault.ts';
import { headFileOf } from './head-file.ts';
import type { Ledger } from './ledger.ts';
import { makeDirectory } from './make-directory.ts';
import { openOrRecover } from './open-or-recover.ts';
import { isSwapBegun } from './quarantine.ts';

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
  /** Directories besides its own in which the hut's backups may lie. */
  moreBackups?: readonly string[];
  /** Open only what is there: a data folder that vanished must not come back empty. */
  existing?: boolean;
  /** See `LedgerOptions`. */
  makeRoom?: () => boolean;
  onCommit?: () => void;
  onBroken?: (fault: LedgerFault) => void;
  footing?: Footing;
}

/** All that a hut keeps, and the use cases on it. */
export interface HutStore {
  ledger: Ledger;
  lending: Lending;
  people: People;
  residents: Residents;
  keepers: Keepers;
  keeping: Keeping;
  fund: Fund;
  donations: Donations;
  sharing: Sharing;
  sync: SyncStore;
  /** Takes away what was told of a thing; throws what the disk says. */
  forgetMemos(item: string): void;
  close(): void;
}

/** What every hut knows from its first start on: the catalogue of kinds and the returns basket. */
function defineBasics(ledger: Ledger): Result<null, LedgerFault> {
  const { read } = ledger;
  const kinds = kindCatalogue.filter(({ kind }) => read.kind(kind) === null);
  const basket = read.place(returnsBasket.place) === null ? [event('place-defined', returnsBasket)] : [];
  const missing = [...kinds.map((kind) => event('kind-defined', kind)), ...basket];
  if (missing.length === 0) return done(null);
  const committed = ledger.commit<never>('hut', () => done(missing));
  return committed.ok ? done(null) : committed;
}

/**
 * Whether a ledger lies in this folder, or can be had back: gone alone, its witness beside it, it is restored, and a
 * swap that was broken off is ended. A folder that was moved away has none of these.
 */
export const hasLedger = (dir: string): boolean => {
  const file = join(dir, ledgerFile);
  return existsSync(file) || existsSync(headFileOf(file)) || isSwapBegun(dir);
};

/** SQLite says "unable to open" of many things; the folder itself says it plainer. */
function plainer(dir: string, fault: LedgerFault): LedgerFault {
  try {
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return fault;
  } catch (error) {
    return systemFaultOf(error) ?? fault;
  }
}

/**
 * Opens the hut's data: ledger, key, lending, people. On a fault nothing stays open. A key that is lost is no fault
 * here: the hut opens, and `people.keyFault` tells.
 */
export function openHutStore(options: HutStoreOptions): Result<HutStore, LedgerFault> {
  const { dir } = options;
  let ledger: Ledger | null = null;
  try {
    if (options.existing !== true) makeDirectory(dir);
    else if (!hasLedger(dir)) return refused(ledgerFault('gone', `${join(dir, ledgerFile)} is not there`));
    const places = [join(dir, backupDirectory), ...(options.moreBackups ?? [])];
    const hubLog = hubLogIn(join(dir, ownLogFile));
    const opened = openOrRecover({ ...options, name: ledgerFile, places, sound: soundRows(dir), hubLog });
    if (!opened.ok) {
      return refused(opened.refusal.code === 'disk-error' ? plainer(dir, opened.refusal) : opened.refusal);
    }
    ledger = opened.value;
    const store = storeOn(ledger, options);
    if (!store.ok) ledger.close();
    return store;
  } catch (error) {
    ledger?.close();
    const fault = faultOf(error) ?? systemFaultOf(error);
    if (fault === null) throw error;
    return refused(fault);
  }
}

function storeOn(ledger: Ledger, options: HutStoreOptions): Result<HutStore, LedgerFault> {
  const { dir, clock, chance = Math.random } = options;
  const key = openPersonKey(dir, sampleOf(ledger.db), options.log);
  if (!key.ok) options.log?.({ what: 'person-key', code: key.refusal.code, message: key.refusal.message });
  const basics = defineBasics(ledger);
  if (!basics.ok) return basics;
  const newId = () => ledger.newId();
  const clockRight = () => options.footing?.clockRight() ?? true;
  const street = openStreetKey(dir, () => ledger.read.mirrors.hasCards(), options.log);
  const forgetTold = (item: string): void => forgetMemos(join(dir, memoDirectory), item);
  const residents = createResidents({ ledger, clock, key, street, newId, forgetMemos: forgetTold });
  const sharing = createSharing(ledger, key);
  return done({
    ledger,
    lending: createLending({ ...options, ledger, newId, chance }),
    people: createPeople({ ledger, clock, key, street, newId, clockRight }),
    residents,
    sharing,
    sync: createSyncStore(ledger, residents, sharing, street),
    keepers: createKeepers({ ledger, clock, newId, clockRight }),
    keeping: createKeeping({ ledger, clock, newId }),
    fund: createFund(ledger),
    donations: createDonations(ledger),
    forgetMemos: forgetTold,
    close: () => ledger.close(),
  });
}
