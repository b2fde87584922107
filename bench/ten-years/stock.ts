import { event, type NewEvent } from '../../domain/ledger/events.ts';
import { makeLabel } from '../../domain/scanning/label.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { Config } from '../../hut/config/config.ts';
import { doorName, doorPlace } from '../../hut/stock/practice-stock.ts';

/** How big a hut is, and how long it has been open. Its locker has ten doors, whatever the rest. */
export interface Size {
  days: number;
  loans: number;
  items: number;
  people: number;
}

/** A busy hut in its first days, and the same hut, as busy, after ten years. */
export const sizes = {
  young: { days: 4, loans: 1_000, items: 20_000, people: 50_000 },
  old: { days: 3_652, loans: 1_000_000, items: 20_000, people: 50_000 },
} as const satisfies Record<string, Size>;

export const lockerDoors = 10;
const shelves = 10;
/** Things that wait for a keeper: two in a hundred, and a page of them in a small hut. */
export const neglectedOf = ({ items }: Pick<Size, 'items'>): number => Math.max(4, Math.round(items / 50));
/** Of ten things, four are books; the others share the other kinds evenly. */
const booksOfTen = 4;

/** The hut of the bench: nothing hangs on its board's port, and codes are typed by a scanner like a keyboard. */
export const configText = {
  locker: {
    boards: [
      {
        id: 'bench',
        protocol: 'xor-8a',
        path: '/dev/no-such-port',
        doors: Object.fromEntries(Array.from({ length: lockerDoors }, (_, i) => [`${i + 1}`, i + 1])),
      },
    ],
  },
  scanner: [{ kind: 'wedge' }],
};
export const hutConfig = Config.parse(configText);

export const neglectedRef = (n: number): string => `neglected-${n}`;
export const itemRef = (n: number): string => `item-${n}`;
/** A label uses the lowest five bits of each byte, and moves the last one on to a check character we print. */
const payload = (nth: number): Uint8Array =>
  Uint8Array.from({ length: 8 }, (_, i) => (i === 7 ? 0 : Math.floor(nth / 32 ** (6 - i)) % 32));
export const barcodeOf = (n: number): string => makeLabel('item', payload(n));
export const cardOf = (n: number): string => makeLabel('card', payload(n));
/** An own mobile number for each person. */
export const phoneOf = (n: number): string => `139${String(n).padStart(8, '0')}`;

const otherKinds = kindCatalogue.filter(({ group }) => group === 'thing').map(({ kind }) => kind);

/** What the nth thing is: the first ones stand behind the doors, the others on shelves. */
function thing(n: number): NewEvent {
  const nthOther = Math.floor(n / 10) * (10 - booksOfTen) + (n % 10) - booksOfTen;
  const kind = n % 10 < booksOfTen ? 'book' : (otherKinds[nthOther % otherKinds.length] ?? 'wrench');
  const nth = Math.imul(n, 0x9e3779b1) >>> 0;
  return event('item-added', {
    item: itemRef(n),
    kind,
    name: { zh: `东西${nth.toString(36)}`, en: `Thing ${nth.toString(36)}` },
    barcode: barcodeOf(n),
    place: n < lockerDoors ? doorPlace(n + 1) : `shelf-${n % shelves}`,
    parts: n % 3 === 0 ? ['充电线', '说明书'] : [],
  });
}

/** A book that nobody can borrow: to be looked at, in repair or missing. */
function neglected(n: number, barcode: string): NewEvent[] {
  const condition = (['needs-inspection', 'in-repair', 'missing'] as const)[n % 3] ?? 'missing';
  const item = neglectedRef(n);
  const name = { zh: `旧书${n}`, en: `Old book ${n}` };
  return [
    event('item-added', { item, kind: 'book', name, barcode, place: `shelf-${n % shelves}`, parts: [] }),
    event('item-condition-set', { item, condition, why: 'keeper', problem: 'other' }),
  ];
}

/** Doors, shelves and all things of a hut. */
export const stockEvents = (items: number): NewEvent[] => [
  ...Array.from({ length: lockerDoors }, (_, i) =>
    event('place-defined', { place: doorPlace(i + 1), at: 'door', door: i + 1, name: doorName(i + 1) }),
  ),
  ...Array.from({ length: shelves }, (_, i) =>
    event('place-defined', {
      place: `shelf-${i}`,
      at: 'shelf',
      name: { zh: `${i}号架`, en: `Shelf ${i}` },
    }),
  ),
  ...Array.from({ length: items }, (_, n) => thing(n)),
  ...Array.from({ length: neglectedOf({ items }) }, (_, n) => neglected(n, barcodeOf(items + n))).flat(),
];
