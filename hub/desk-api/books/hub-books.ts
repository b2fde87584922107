import { closeCase } from '../../across/cases.ts';
import { publish } from '../../feeds/feeds.ts';
import type { Sealing } from '../../members/sealing.ts';
import type { Store } from '../../store/store.ts';
import type { DeskBooks } from '../books.ts';
import { caseParts, readCases, readOpenCase, readOpenCases } from './cases.ts';
import { publishRecall, publishTerms, readRecalls, readTerms } from './feeds.ts';
import { readHut, readHuts } from './huts.ts';
import { confirmKey, openCode, readCodes, readKeys, revokeKey } from './keys.ts';
import { readLoans, readOpenLoan, readOverdue } from './loans.ts';
import { readEvents, readReplies, readServices } from './notices.ts';
import { readPhones } from './phone.ts';
import { readMinimum, readReleases } from './releases.ts';
import { personsSought, readResident } from './residents.ts';
import { countKinds, readStock, readThings } from './stock.ts';
import { readErasures, readStanding } from './street-lists.ts';

/** The hub's store as the desk reads and writes it. */
export function hubBooks(store: Store, random: (bytes: Uint8Array) => void, sealing: Sealing): DeskBooks {
  const phonesOf = (persons: readonly string[]) => readPhones(store, sealing, persons);
  const names = async (): Promise<ReadonlyMap<string, string>> => {
    const rows = await store.read.all<{ hut_id: string; name: string }>('SELECT hut_id, name FROM hut');
    return new Map(rows.map((row) => [row.hut_id, row.name]));
  };
  const residentDeps = async () => ({ store, sealing, names: await names() });
  return {
    hutNames: names,
    huts: async (scope, now) => readHuts(store, await readOpenCases(store, await names(), null), scope, now),
    hut: (hut) => readHut(store, hut),
    stock: (scope, asked, limit, now) => readStock(store, scope, asked, limit, now),
    things: (sought, now) => readThings(store, sought, now),
    kindCounts: () => countKinds(store),
    loans: async (scope, asked, limit) => readLoans(store, await names(), scope, asked, limit),
    overdue: async (scope, after, limit, now) =>
      readOverdue(store, await names(), phonesOf, scope, { after, limit, now }),
    async borrower(hut, loan) {
      const found = await readOpenLoan(store, await names(), hut, loan);
      return found === null
        ? null
        : { loan: found, phone: (await phonesOf([found.person])).get(found.person) ?? null };
    },
    cases: async (scope, asked, limit) => readCases(store, await names(), scope, asked, limit),
    openCase: async (scope, id) => readOpenCase(store, await names(), scope, id),
    closeCase(sql, id, how) {
      const { hut, rest } = caseParts(id);
      return closeCase(sql, hut, rest, how);
    },
    keys: () => readKeys(store),
    codes: (now) => readCodes(store, now),
    openCode: (name, hut, now, then) => openCode(store, random, { name, hut, now }, then),
    confirmKey,
    revokeKey,
    terms: () => readTerms(store),
    publishTerms: (sql, kind, now) => publishTerms(sql, random, kind, now),
    personsSought: async (sought) => personsSought(await residentDeps(), sought),
    resident: async (persons, now) => readResident(await residentDeps(), persons, now),
    standing: async (now) => readStanding(await residentDeps(), now),
    erasures: async (after, limit) => readErasures(await residentDeps(), after, limit),
    replies: async (scope) => readReplies(store, await names(), scope),
    services: () => readServices(store),
    events: () => readEvents(store),
    releases: (scope) => readReleases(store, scope),
    minimumRelease: () => readMinimum(store.read),
    publish: (sql, now, stream, hut, key, value) => publish(sql, { now, random }, stream, hut, key, value),
    recalls: () => readRecalls(store),
    publishRecall: (sql, id, recall, now) => publishRecall(sql, random, { id, recall, now }),
  };
}
