import type { Clock } from '../../domain/clock.ts';
import type { View } from '../../domain/contract/screen.ts';
import { layoutOf } from '../../hut/config/locker-map.ts';
import { readHealth } from '../../hut/health/read-health.ts';
import { type HutStore, openHutStore } from '../../hut/ledger/hut-store.ts';
import { restoredReport } from '../../hut/ledger/restored-report.ts';
import type { Loan, Opening, Returned } from '../../hut/lending/lending-types.ts';
import { openMemos } from '../../hut/memo/memos.ts';
import { openRecordings } from '../../hut/sound/recordings.ts';
import { firstPreferences } from '../../hut/visit/preferences.ts';
import type { Stage, Who } from '../../hut/visit/stage.ts';
import { drawView, type ViewDeps } from '../../hut/visit/view.ts';
import { ledgerOf, type Made } from './history.ts';
import type { Seeded } from './seeded.ts';
import {
  barcodeOf,
  cardOf,
  hutConfig,
  itemRef,
  lockerDoors,
  neglectedOf,
  neglectedRef,
  phoneOf,
} from './stock.ts';

/** A made hut, opened, and what its screens are drawn from. */
export interface Asked {
  made: Made;
  store: HutStore;
  view: Omit<ViewDeps, 'visit'>;
  /** Its clock stands still but for this. */
  pass: (ms: number) => void;
}

/** A part of the hut that no screen measured here asks. */
function notAsked<T extends object>(): T {
  const nothing = {} as T;
  return new Proxy(nothing, {
    get(_, name) {
      throw new Error(`nobody should have asked for ${String(name)}`);
    },
  });
}

export function ask(made: Made): Asked {
  let now = made.end;
  const clock: Clock = { wall: () => now, mono: () => 0, after: () => () => {} };
  const opened = openHutStore({ dir: made.dir, clock, boot: 'bench', hours: hutConfig.hut.hours });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const store = opened.value;
  const file = ledgerOf(made);
  const layout = layoutOf(hutConfig);
  if (!layout.ok) throw new Error(layout.refusal.message);
  return {
    made,
    store,
    pass: (ms) => {
      now += ms;
    },
    view: {
      lending: store.lending,
      keeping: store.keeping,
      fund: store.fund,
      donations: store.donations,
      residents: store.residents,
      memos: openMemos({
        dir: made.dir,
        clock,
        newId: () => 'm',
        random: Buffer.alloc,
        roomy: () => true,
        commit: () => false,
      }),
      commissioning: notAsked(),
      health: () =>
        readHealth({
          clock,
          file,
          trouble: () => null,
          seq: () => store.ledger.head().seq,
          configured: { boards: 1, scanners: 1 },
          away: () => [],
          room: null,
          clockFault: () => null,
          backup: () => null,
          restored: () => restoredReport(store.ledger),
        }),
      hub: {
        address: () => null,
        status: () => ({
          state: 'fine',
          lastAt: store.sync.now().syncedAt,
          queue: store.sync.queue(),
          outdated: store.sync.minimumRelease() !== null,
          identity: null,
        }),
      },
      config: hutConfig,
      layout: layout.value,
      clock,
      // One door in ten does not work: what stands behind it is looked up for each picture of the kinds.
      faultOf: (door) => (door === lockerDoors ? 'stuck' : null),
      troubles: () => [],
      recordings: openRecordings(''),
      practice: false,
    },
  };
}

/** Everything about one picture that chance decides. */
interface Subject {
  item: string;
  barcode: string;
  card: string;
  phone: string;
  kind: string;
  /** Has three books at home. */
  reader: Who;
  page: number;
  /** A thing that waits for a keeper. */
  neglected: string;
  now: number;
}

export function subjectOf({ made, store }: Asked, chance: Seeded): Subject {
  const n = chance.below(made.size.items);
  const who = chance.below(made.size.people);
  return {
    item: itemRef(n),
    barcode: barcodeOf(n),
    card: cardOf(who),
    phone: phoneOf(who),
    kind: chance.pick(store.ledger.read.kinds()).kind,
    reader: { person: chance.pick(made.readers), trust: 'verified' },
    page: chance.below(2),
    neglected: neglectedRef(chance.below(neglectedOf(made.size))),
    now: made.end,
  };
}

const opening = ({ item, now }: Subject): Opening => ({
  opening: 'opening',
  door: 1,
  purpose: 'borrow',
  item,
  person: 'person',
  due: now,
  problem: null,
  visit: 'visit',
  requestedAt: now,
  openedAt: null,
});
const loan = ({ item, now }: Subject): Loan => ({
  loan: 'loan',
  item,
  person: 'person',
  begunAt: now,
  due: now,
  renewals: 0,
  code: '0000',
  opening: null,
});
const returned = ({ item }: Subject): Returned => ({
  returned: 'returned',
  item,
  loan: 'loan',
  place: 'shelf-1',
  code: '0000',
  found: false,
  check: 'none',
});

/** A stage to draw, or why it needs no drawing here. */
type StageOf = ((subject: Subject) => Stage) | 'reads nothing';

/** Every screen of a resident and of a keeper. A new stage does not compile until it stands here. */
export const stages: Record<Stage['at'], StageOf> = {
  attract: () => ({ at: 'attract' }),
  home: () => ({ at: 'home' }),
  figures: () => ({ at: 'figures' }),
  fund: () => ({ at: 'fund' }),
  donations: () => ({ at: 'donations' }),
  pick: ({ page }) => ({ at: 'pick', page }),
  item: ({ item }) => ({ at: 'item', item, inHand: true, ticked: false }),
  fetch: ({ item }) => ({ at: 'fetch', item }),
  identify: ({ item }) => ({ at: 'identify', want: { to: 'borrow', item, inHand: true, ticked: true } }),
  phone: 'reads nothing',
  pin: 'reads nothing',
  consent: 'reads nothing',
  room: 'reads nothing',
  door: (subject) => ({ at: 'door', opening: opening(subject), cycle: { is: 'closed' } }),
  'door-doubt': (subject) => ({ at: 'door-doubt', opening: opening(subject), because: 'link-lost' }),
  borrowed: (subject) => ({ at: 'borrowed', loan: loan(subject) }),
  'return-scan': 'reads nothing',
  return: ({ item }) => ({ at: 'return', item }),
  'return-problem': ({ item }) => ({ at: 'return-problem', item, told: [] }),
  'return-tell': ({ item }) => ({ at: 'return-tell', item, by: 'choose', told: [] }),
  'put-back': ({ item }) => ({ at: 'put-back', item, problem: null, place: 'shelf-1' }),
  returned: (subject) => ({ at: 'returned', returned: returned(subject) }),
  'take-in': () => ({ at: 'take-in', barcode: 'XWI00000000' }),
  'taken-in': () => ({ at: 'taken-in', taken: { found: 'found', place: 'shelf-1', code: '0000' } }),
  loans: () => ({ at: 'loans', page: 0 }),
  refusal: ({ item }) => ({
    at: 'refusal',
    flow: 'borrow',
    refusal: { why: 'limit-reached', group: 'book', limit: 5, have: 5 },
    ways: ['return-one'],
    under: { at: 'home' },
    item,
  }),
  'still-there': 'reads nothing',
  'keeper-called': 'reads nothing',
  'keeper-pin': 'reads nothing',
  'keeper-desk': () => ({ at: 'keeper-desk' }),
  'keeper-refusal': 'reads nothing',
  'keeper-doors': () => ({ at: 'keeper-doors' }),
  'keeper-reason': ({ page }) => ({ at: 'keeper-reason', door: page + 1 }),
  'keeper-opened': 'reads nothing',
  'keeper-things': ({ page }) => ({ at: 'keeper-things', page }),
  'keeper-memos': ({ neglected }) => ({ at: 'keeper-memos', item: neglected }),
  'keeper-thing': ({ neglected }) => ({ at: 'keeper-thing', item: neglected }),
  'keeper-why': ({ neglected }) => ({ at: 'keeper-why', item: neglected, condition: 'retired' }),
  'keeper-devices': 'reads nothing',
  'keeper-health': () => ({ at: 'keeper-health' }),
  'keeper-hub': () => ({ at: 'keeper-hub' }),
  'keeper-hub-code': 'reads nothing',
  'keeper-voice': () => ({ at: 'keeper-voice', page: 0 }),
  'keeper-clip': 'reads nothing',
  'keeper-done': ({ neglected }) => ({ at: 'keeper-done', what: 'condition', item: neglected }),
  'keeper-residents': 'reads nothing',
  'keeper-phone': 'reads nothing',
  'keeper-resident': ({ reader }) => ({ at: 'keeper-resident', person: reader.person }),
  'keeper-give-card': ({ reader }) => ({ at: 'keeper-give-card', person: reader.person }),
  'keeper-block-card': ({ reader }) => ({ at: 'keeper-block-card', person: reader.person }),
  'keeper-erase': ({ reader }) => ({ at: 'keeper-erase', person: reader.person }),
  'keeper-entries': ({ page }) => ({ at: 'keeper-entries', book: 'fund', page }),
  // One row by its key.
  'keeper-entry': 'reads nothing',
  'keeper-entry-what': 'reads nothing',
  'keeper-entry-amount': 'reads nothing',
  'keeper-entry-from': 'reads nothing',
  'keeper-entry-words': 'reads nothing',
  'keeper-entry-sure': 'reads nothing',
  trouble: 'reads nothing',
};

/** One picture, from the ledger to what is sent to the screen. */
function draw(asked: Asked, stage: Stage, who: Who | null): View {
  const visit = { stage, token: 1, preferences: firstPreferences, who, keeper: null, endsIn: 0 };
  return drawView({ ...asked.view, visit });
}

const picked = (asked: Asked, kind: string, except?: string): View => {
  const found = asked.store.lending.pickItem(kind, asked.view.faultOf, except);
  const home: Stage = { at: 'home' };
  const item: Stage | null = found.ok
    ? { at: 'item', item: found.value.item, inHand: false, ticked: false }
    : null;
  return draw(asked, item ?? home, null);
};

/** What an input asks of the ledger, up to the picture that answers it; and what is asked at a start. */
export const questions: Record<string, (asked: Asked, subject: Subject) => unknown> = {
  'scan a thing'(asked, { barcode }) {
    const found = asked.store.lending.itemByBarcode(barcode);
    return draw(asked, { at: 'item', item: found?.item ?? '', inHand: true, ticked: false }, null);
  },
  'show a card'(asked, { card, reader }) {
    const known = asked.store.people.byCard(card);
    return known.ok ? draw(asked, { at: 'loans', page: 0 }, reader) : null;
  },
  'type a phone'(asked, { phone }) {
    const known = asked.store.people.findByPhone(phone);
    const step = known === null ? 'choose' : 'check';
    const want = { to: 'my-loans' } as const;
    return draw(asked, { at: 'pin', want, phone, step, digits: '', busy: false }, null);
  },
  'choose a kind': (asked, { kind }) => picked(asked, kind),
  'another one': (asked, { kind, item }) => picked(asked, kind, item),
  'openings under way': ({ store }) => store.lending.unsettledOpenings(),
  'doors not trusted': ({ store }) => store.lending.suspectDoors(),
};

/** All readings by name: each picture that reads the ledger, then each question. */
export const readings: readonly (readonly [string, (asked: Asked, subject: Subject) => unknown])[] = [
  ...Object.entries(stages).flatMap(([name, stageOf]) =>
    stageOf === undefined || typeof stageOf === 'string'
      ? []
      : [[name, (asked: Asked, subject: Subject) => draw(asked, stageOf(subject), subject.reader)] as const],
  ),
  ...Object.entries(questions),
];
