import { KeeperRefusalWhy, type ResidentView, type ThingState } from '../../domain/contract/keeper-screen.ts';
import type { ItemView, Screen } from '../../domain/contract/screen.ts';
import { KeeperFunctionId } from '../../domain/keeper/keeper.ts';
import { type Condition, kindCatalogue, type Problem } from '../../domain/stock/kinds.ts';

function item(id: string): ItemView {
  const found = kindCatalogue.find(({ kind }) => kind === id);
  if (!found) throw new Error(`no kind ${id}`);
  const { name, measure, picture } = found;
  return { item: `item-${id}`, kind: id, name, measure, picture, place: { at: 'door', door: 5 }, parts: [] };
}

const said = Date.UTC(2026, 10, 21, 6, 0);
const thing = (id: string, condition: Condition, problem: Problem | null = null): ThingState => ({
  item: item(id),
  condition,
  out: false,
  problem,
  since: said,
});

const kinds = ['wrench', 'wrench', 'hammer', 'power-drill', 'power-bank', 'wheelchair'] as const;
const states = ['in', 'out', 'look', 'in', 'open', 'unreachable'] as const;
const doors = Array.from({ length: 10 }, (_, i) => {
  const kind = kinds[i];
  return {
    door: i + 1,
    item: kind === undefined ? null : item(kind),
    state: states[i] ?? ('empty' as const),
  };
});

const resident: ResidentView = {
  phone: '138****5678',
  dwelling: { building: '12', unit: '3', room: '1502' },
  trust: 'verified',
  consent: { version: '2026-11-24', at: said, keptUntil: said + 730 * 86_400_000 },
  cards: [
    { tail: '7K3M', blocked: true },
    { tail: 'Q2X9', blocked: false },
  ],
  out: 2,
};

/** Screens of the keeper's desk; `fixtures.ts` takes them in. */
export const keeperScreens: Record<string, Screen> = {
  'keeper-pin': { at: 'keeper-pin', number: 1, step: 'check', filled: 3, length: 6, busy: false },
  'keeper-pin-wrong': {
    at: 'keeper-pin',
    number: 1,
    step: 'check',
    filled: 0,
    length: 6,
    busy: false,
    problem: 'wrong',
    triesLeft: 3,
  },
  'keeper-pin-locked': {
    at: 'keeper-pin',
    number: 1,
    step: 'check',
    filled: 0,
    length: 6,
    busy: false,
    problem: 'locked',
    until: Date.UTC(2026, 10, 23, 1, 56),
  },
  'keeper-pin-choose': { at: 'keeper-pin', number: 2, step: 'choose', filled: 0, length: 6, busy: false },
  'keeper-pin-same': {
    at: 'keeper-pin',
    number: 2,
    step: 'choose',
    filled: 0,
    length: 6,
    busy: false,
    problem: 'same',
  },
  'keeper-desk': {
    at: 'keeper-desk',
    number: 2,
    functions: [...KeeperFunctionId.options],
    parts: [
      { part: 'devices', level: 'broken' },
      { part: 'backup', level: 'attention' },
    ],
    todo: { look: 2, overdue: 3, out: 38 },
  },
  'keeper-desk-well': {
    at: 'keeper-desk',
    number: 1,
    functions: [...KeeperFunctionId.options],
    parts: [],
    todo: { look: 0, overdue: 0, out: 2 },
  },
  'keeper-doors': { at: 'keeper-doors', doors },
  'keeper-reason': { at: 'keeper-reason', door: 5, item: item('power-drill') },
  'keeper-reason-empty': { at: 'keeper-reason', door: 10, item: null },
  'keeper-door-opening': {
    at: 'keeper-door',
    door: 5,
    reason: 'restock',
    phase: 'opening',
    openSeconds: 0,
    link: 'fine',
  },
  'keeper-door': {
    at: 'keeper-door',
    door: 5,
    reason: 'restock',
    phase: 'open',
    openSeconds: 4,
    link: 'fine',
  },
  'keeper-door-remind': {
    at: 'keeper-door',
    door: 5,
    reason: 'take-out',
    phase: 'remind',
    openSeconds: 31,
    link: 'fine',
  },
  'keeper-door-closed': {
    at: 'keeper-door',
    door: 5,
    reason: 'inspect',
    phase: 'closed',
    openSeconds: 0,
    link: 'fine',
  },
  'keeper-doubt': { at: 'keeper-doubt', door: 5, because: 'link-lost' },
  'keeper-opened': { at: 'keeper-opened', door: 5, reason: 'restock', signedIn: true },
  'keeper-opened-gone': { at: 'keeper-opened', door: 5, reason: 'take-out', signedIn: false },
  'keeper-things': {
    at: 'keeper-things',
    page: 0,
    pages: 2,
    things: [
      thing('wheelchair', 'needs-inspection'),
      thing('power-drill', 'needs-inspection', 'parts-missing'),
      thing('hammer', 'in-repair', 'broken'),
      thing('ladder', 'missing'),
    ],
  },
  'keeper-things-one': {
    at: 'keeper-things',
    page: 0,
    pages: 1,
    things: [thing('power-drill', 'needs-inspection', 'dirty')],
  },
  'keeper-things-none': { at: 'keeper-things', page: 0, pages: 1, things: [] },
  'keeper-thing': {
    at: 'keeper-thing',
    thing: thing('power-drill', 'needs-inspection', 'parts-missing'),
    memos: 2,
  },
  'keeper-thing-out': {
    at: 'keeper-thing',
    thing: { ...thing('wheelchair', 'in-service'), out: true },
    memos: 0,
  },
  'keeper-memos': {
    at: 'keeper-memos',
    item: item('power-drill'),
    memos: [
      { memo: 'm1', what: 'voice', at: Date.UTC(2026, 10, 23, 0, 41) },
      { memo: 'm2', what: 'picture', at: Date.UTC(2026, 10, 23, 0, 40) },
      { memo: 'm3', what: 'words', at: Date.UTC(2026, 10, 22, 2, 5) },
    ],
  },
  'keeper-why': { at: 'keeper-why', item: item('power-drill'), condition: 'in-repair' },
  'keeper-done-condition': {
    at: 'keeper-done',
    what: 'condition',
    item: item('power-drill'),
    condition: 'in-service',
  },
  'keeper-residents': { at: 'keeper-residents' },
  'keeper-phone': { at: 'keeper-phone', digits: ['1', '3', '8', '•', '•', '•', '•', '5', '6'] },
  'keeper-resident': { at: 'keeper-resident', resident },
  'keeper-resident-bare': {
    at: 'keeper-resident',
    resident: {
      phone: null,
      dwelling: null,
      trust: 'self-registered',
      consent: null,
      cards: [],
      out: 0,
    },
  },
  'keeper-give-card': { at: 'keeper-give-card', resident },
  'keeper-block-card': { at: 'keeper-block-card', resident },
  'keeper-erase': { at: 'keeper-erase', resident },
  'keeper-done-card': { at: 'keeper-done', what: 'card-given' },
  'keeper-done-blocked': { at: 'keeper-done', what: 'card-blocked' },
  'keeper-done-exported': { at: 'keeper-done', what: 'exported', file: 'xiaowu-20261123-0941' },
  'keeper-done-erased': { at: 'keeper-done', what: 'erased' },
  ...refusals(),
};

/** Every refusal of the desk: they differ in nothing but their words. */
function refusals(): Record<string, Screen> {
  return Object.fromEntries(
    KeeperRefusalWhy.options.map((why) => [
      `keeper-refusal-${why}`,
      { at: 'keeper-refusal', why, ...(why.startsWith('door-') ? { door: 10 } : {}) },
    ]),
  );
}
