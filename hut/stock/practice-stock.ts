import type { Named } from '../../domain/contract/words.ts';
import { event, type NewEvent } from '../../domain/ledger/events.ts';
import { done, type Result } from '../../domain/result.ts';
import { makeLabel } from '../../domain/scanning/label.ts';
import { kindCatalogue, type Trust } from '../../domain/stock/kinds.ts';
import type { LedgerFault } from '../ledger/fault.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Doors of the practice locker: 1 to 10. */
export const practiceDoors: readonly number[] = Array.from({ length: 10 }, (_, i) => i + 1);

/** Labels that are the same in every practice hut, so that the dock and the tests can name them. */
const label = (type: 'item' | 'card', nth: number): string =>
  makeLabel(type, Uint8Array.of(7, 19, nth * 11, nth * 5 + 3, nth * 3, nth, nth >> 5, 23));

interface PracticeResident {
  code: string;
  name: Named;
  person: string;
  trust: Trust;
}

const resident = (nth: number, zh: string, en: string, trust: Trust): PracticeResident => ({
  code: label('card', nth),
  name: { zh, en },
  person: `practice-person-${nth}`,
  trust,
});

/** Cards of made-up residents: three that a keeper checked, one that is self-registered. */
export const practiceCards: readonly PracticeResident[] = [
  resident(1, '李阿姨的卡', "Auntie Li's card", 'verified'),
  resident(2, '王师傅的卡', "Mr Wang's card", 'verified'),
  resident(3, '陈奶奶的卡', "Granny Chen's card", 'verified'),
  resident(4, '小周的卡（未核验）', "Zhou's card (not checked)", 'self-registered'),
];

const shelves = {
  tools: { zh: '3号架', en: 'Shelf 3' },
  chair: { zh: '门口轮椅位', en: 'Wheelchair bay at the entrance' },
  books: { zh: '书架', en: 'Bookshelf' },
} as const;
type Shelf = keyof typeof shelves;

export interface PracticeThing {
  item: string;
  code: string;
  kind: string;
  name: Named;
  home: number | Shelf;
  parts: readonly string[];
  inRepair: boolean;
}

/** `name` is left out where the kind says it all. */
type Row = [kind: string, home: number | Shelf, parts?: readonly string[], name?: Named];
const rows: readonly Row[] = [
  ['wrench', 1],
  ['wrench', 2],
  ['wrench', 3],
  ['hammer', 4],
  ['power-drill', 5, ['钻头盒=Box of bits', '侧把手=Side handle']],
  ['power-bank', 6, ['充电线=Charging cable']],
  ['power-bank', 7, ['充电线=Charging cable']],
  ['power-bank', 8, ['充电线=Charging cable']],
  ['power-bank', 9, ['充电线=Charging cable']],
  ['other-tool', 10, ['批头 6 支=6 bits'], { zh: '螺丝刀套装', en: 'Screwdriver set' }],
  ['ladder', 'tools'],
  ['ladder', 'tools', [], { zh: '三步梯', en: 'Three-step ladder' }],
  ['crutches', 'tools'],
  ['trolley', 'tools'],
  ['hammer', 'tools'],
  ['wheelchair', 'chair', ['左脚踏板=Left foot rest', '右脚踏板=Right foot rest', '坐垫=Seat cushion']],
  ['book', 'books', [], { zh: '红楼梦（上）', en: 'Dream of the Red Chamber, vol. 1' }],
  ['book', 'books', [], { zh: '平凡的世界', en: 'Ordinary World' }],
  ['book', 'books', [], { zh: '十万个为什么', en: 'A Hundred Thousand Whys' }],
  ['book', 'books', [], { zh: '苏州园林', en: 'Gardens of Suzhou' }],
];
/** The hammer on the shelf is being mended. */
const mended = 14;

const kindName = (kind: string): Named => {
  const found = kindCatalogue.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no kind ${kind}`);
  return found.name;
};

/** Everything in a practice hut, with fixed references and labels. */
export const practiceThings: readonly PracticeThing[] = rows.map(([kind, home, parts = [], name], i) => ({
  item: `practice-item-${i + 1}`,
  code: label('item', i + 1),
  kind,
  name: name ?? kindName(kind),
  home,
  parts,
  inRepair: i === mended,
}));

/** Place of a door; the same reference that an imported register uses. */
export const doorPlace = (door: number): string => `door-${door}`;
export const doorName = (door: number): Named => ({ zh: `${door}号门`, en: `Door ${door}` });

function practiceEvents(): NewEvent[] {
  const shelfPlace = (shelf: Shelf): string => `practice-shelf-${shelf}`;
  return [
    ...practiceDoors.map((door) =>
      event('place-defined', { place: doorPlace(door), at: 'door', door, name: doorName(door) }),
    ),
    ...(Object.keys(shelves) as Shelf[]).map((shelf) =>
      event('place-defined', { place: shelfPlace(shelf), at: 'shelf', name: shelves[shelf] }),
    ),
    ...practiceThings.flatMap((thing) => [
      event('item-added', {
        item: thing.item,
        kind: thing.kind,
        name: thing.name,
        barcode: thing.code,
        place: typeof thing.home === 'number' ? doorPlace(thing.home) : shelfPlace(thing.home),
        parts: [...thing.parts],
      }),
      ...(thing.inRepair
        ? [
            event('item-condition-set', {
              item: thing.item,
              condition: 'in-repair',
              why: 'keeper',
              problem: 'broken',
            }),
          ]
        : []),
    ]),
    ...practiceCards.flatMap(({ code, person, trust }) => [
      event('person-registered', { person, trust, consent: 'practice' }),
      event('card-issued', { card: code, person }),
    ]),
  ];
}

/**
 * Fills an empty ledger with the practice stock, in one commit. A ledger that holds any thing is left alone:
 * its stock is somebody's, or is there already. Answers whether it wrote.
 */
export function seedPractice({ ledger }: { ledger: Ledger }): Result<boolean, LedgerFault> {
  if (ledger.read.items().length > 0) return done(false);
  const committed = ledger.commit<never>('hut', () => done(practiceEvents()));
  return committed.ok ? done(true) : committed;
}

/** Names of things and shelves of the practice hut that no kind has: they have clips like the kinds. */
export const practiceNames: readonly Named[] = [
  ...practiceThings.map(({ name }) => name),
  ...Object.values(shelves),
];
