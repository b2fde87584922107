import type {
  ItemView,
  KindCard,
  LoanView,
  Preferences,
  Refusal,
  Screen,
  View,
} from '../../domain/contract/screen.ts';
import { type Around, waysFrom } from '../../domain/lending/ways.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { devicesScreens } from './devices-fixtures.ts';
import { fundScreens } from './fund-fixtures.ts';
import { healthScreens } from './health-fixtures.ts';
import { hubScreens } from './hub-fixtures.ts';
import { keeperScreens } from './keeper-fixtures.ts';
import { voiceScreens } from './voice-fixtures.ts';

/** A Monday morning in Suzhou: 2026-11-23 09:41. */
export const now = Date.UTC(2026, 10, 23, 1, 41);
const hour = 3_600_000;
const day = 24 * hour;
/** Tomorrow, 8 in the evening. */
const due = Date.UTC(2026, 10, 24, 12, 0);

function kind(id: string) {
  const found = kindCatalogue.find((k) => k.kind === id);
  if (!found) throw new Error(`no kind ${id}`);
  return found;
}

function card(id: string, available: number, away?: KindCard['away']): KindCard {
  const { name, measure, picture } = kind(id);
  return { kind: id, name, measure, picture, available, ...(away ? { away } : {}) };
}

const told = [
  { memo: 'm1', what: 'voice' },
  { memo: 'm2', what: 'picture' },
] as const;

const shelf = { at: 'shelf', name: { zh: '门口轮椅位', en: 'wheelchair bay at the door' } } as const;

function item(id: string, over: Partial<ItemView> = {}): ItemView {
  const { name, measure, picture } = kind(id);
  return {
    item: `item-${id}`,
    kind: id,
    name,
    measure,
    picture,
    place: { at: 'door', door: 5 },
    parts: [],
    ...over,
  };
}

const wheelchair = item('wheelchair', {
  place: shelf,
  parts: [
    { zh: '坐垫 1 个', en: '1 seat cushion' },
    { zh: '脚踏板 2 块', en: '2 foot rests' },
    { zh: '刹车能刹住', en: 'Brakes that hold' },
  ],
});
const drill = item('power-drill', {
  parts: [
    { zh: '钻头 6 支', en: '6 bits' },
    { zh: '辅助手柄', en: 'Side handle' },
    { zh: '收纳箱', en: 'Case' },
  ],
});

function loan(id: string, over: Partial<LoanView> = {}): LoanView {
  return { loan: `loan-${id}`, item: item(id), due, overdue: false, renewable: true, ...over };
}

const held = [
  loan('wrench', { due: due + 2 * day, renewable: false }),
  loan('ladder'),
  loan('power-bank', { due: now - 13 * hour, overdue: true, renewable: false }),
];

const recallWords = {
  zh: '这个型号会过热，厂家收回',
  en: 'This model may overheat; the maker takes it back',
};
const blockWords = {
  zh: '有东西很久没还，请到街道问一问',
  en: 'A thing was kept too long; please ask at the street office',
};

const nothingAround: Around = {
  inHand: false,
  sameKindElsewhere: false,
  identifying: false,
  renewing: false,
  known: false,
  renewable: false,
  returning: false,
};

/** Every refusal code, as the hut would show it: its ways are the hut's own, and between them every way occurs. */
export const refusalCases = (
  [
    { refusal: { why: 'limit-reached', group: 'thing', limit: 3, have: 3 }, around: { known: true }, held },
    {
      refusal: { why: 'overdue-loan', item: kind('power-bank').name, due: now - 37 * hour },
      around: { known: true },
      held: held.slice(2),
    },
    { refusal: { why: 'trust-too-low' }, around: { identifying: true } },
    { refusal: { why: 'not-in-service', item: kind('wheelchair').name, condition: 'needs-inspection' } },
    {
      refusal: { why: 'recalled', item: kind('power-bank').name, because: recallWords },
      around: { inHand: true, sameKindElsewhere: true },
    },
    { refusal: { why: 'person-blocked', because: blockWords }, around: { known: true } },
    {
      refusal: { why: 'out-to-you', item: kind('ladder').name, due },
      around: { known: true, renewable: true },
    },
    {
      refusal: { why: 'out-to-someone', item: kind('ladder').name, due },
      around: { sameKindElsewhere: true },
    },
    { refusal: { why: 'none-left', item: kind('wheelchair').name, back: due } },
    {
      refusal: { why: 'door-unusable', door: 5, because: 'standing-open', purpose: 'borrow' },
      around: { sameKindElsewhere: true },
    },
    {
      refusal: { why: 'door-did-not-open', door: 5, because: 'stuck', purpose: 'return' },
      around: { returning: true },
    },
    { refusal: { why: 'unknown-code' } },
    { refusal: { why: 'foreign-code', looksLike: 'payment' } },
    { refusal: { why: 'damaged-code', because: 'two-codes' }, around: { returning: true } },
    { refusal: { why: 'phones-paused' } },
    { refusal: { why: 'card-unknown' }, around: { identifying: true } },
    { refusal: { why: 'card-blocked' } },
    { refusal: { why: 'pin-locked', until: now + 15 * 60_000 }, around: { identifying: true } },
    { refusal: { why: 'renewal-limit', item: kind('ladder').name, due }, around: { renewing: true } },
    { refusal: { why: 'not-recorded', because: 'disk-full' } },
    { refusal: { why: 'lending-paused', because: 'clock-wrong' } },
  ] as readonly { refusal: Refusal; around?: Partial<Around>; held?: LoanView[] }[]
).map(({ refusal, around = {}, held: holding = [] }) => ({
  refusal,
  ways: waysFrom(refusal, { ...nothingAround, ...around }),
  flow: around.returning === true ? ('return' as const) : ('borrow' as const),
  held: holding,
}));

/** Every screen and the states of it that look different. */
export const screens: Record<string, Screen> = {
  attract: { at: 'attract', figures: { lentThisMonth: 126, outNow: 38, things: 412 }, today: [] },
  'attract-today': {
    at: 'attract',
    figures: { lentThisMonth: 126, outNow: 38, things: 412 },
    today: [
      {
        name: { zh: '便民市集', en: 'Market day' },
        place: { zh: '小广场', en: 'The square' },
        from: now - 3_600_000,
        until: now + 3_600_000,
      },
      {
        name: { zh: '客厅党课：老街的故事', en: 'A lecture: tales of the old street' },
        place: { zh: '会客厅', en: 'The lounge' },
        from: now + 4 * 3_600_000,
        until: now + 6 * 3_600_000,
      },
    ],
  },
  home: {
    at: 'home',
    functions: ['borrow', 'return', 'my-loans', 'figures'],
    favourites: [card('wrench', 3), card('power-bank', 4), card('ladder', 1), card('wheelchair', 1)],
  },
  figures: {
    at: 'figures',
    lentThisMonth: 126,
    saved: 1_462,
    outNow: 38,
    things: 412,
    given: 286,
    proceeds: 128_650,
    months: [84, 97, 61, 112, 140, 126].map((lent, i) => ({
      month: `2026-${String(6 + i).padStart(2, '0')}`,
      lent,
    })),
    kinds: (
      [
        ['power-bank', 44],
        ['wrench', 27],
        ['book', 21],
        ['ladder', 9],
      ] as const
    ).map(([id, lent]) => ({ name: kind(id).name, lent })),
  },
  'figures-new': {
    at: 'figures',
    lentThisMonth: 0,
    saved: 0,
    outNow: 0,
    things: 20,
    given: 0,
    proceeds: 0,
    months: [6, 7, 8, 9, 10, 11].map((month) => ({
      month: `2026-${String(month).padStart(2, '0')}`,
      lent: 0,
    })),
    kinds: [],
  },
  ...fundScreens,
  pick: {
    at: 'pick',
    page: 0,
    pages: 3,
    cards: [
      card('wrench', 3),
      card('power-bank', 4),
      card('ladder', 1),
      card('wheelchair', 0, { back: due + day, because: 'out' }),
      card('crutches', 2),
      card('power-drill', 1),
    ],
  },
  'pick-away': {
    at: 'pick',
    page: 0,
    pages: 1,
    cards: [
      card('wrench', 0, { back: null, because: 'out' }),
      card('wheelchair', 0, { back: null, because: 'not-in-service' }),
      card('hammer', 0, { back: null, because: 'door' }),
      card('ladder', 0, { back: now + 12 * day, because: 'out' }),
      card('power-bank', 0, { back: null, because: 'recalled' }),
    ],
  },
  item: {
    at: 'item',
    item: drill,
    due,
    termDays: 1,
    notices: [...kind('power-drill').notices],
    ticked: true,
    inHand: false,
    known: false,
  },
  'item-untick': {
    at: 'item',
    item: item('ladder'),
    due,
    termDays: 1,
    notices: [...kind('ladder').notices],
    ticked: false,
    inHand: false,
    known: true,
  },
  'item-plain': {
    at: 'item',
    item: item('wrench', {
      parts: [
        { zh: '扳手 1 把', en: '1 wrench' },
        { zh: '布袋 1 个', en: '1 cloth bag' },
      ],
      place: { at: 'door', door: 10 },
    }),
    due: due + 2 * day,
    termDays: 3,
    notices: [],
    ticked: false,
    inHand: false,
    known: false,
  },
  'item-hand': {
    at: 'item',
    item: wheelchair,
    due: due + 6 * day,
    termDays: 7,
    notices: [...kind('wheelchair').notices],
    ticked: false,
    inHand: true,
    known: false,
  },
  identify: { at: 'identify', purpose: 'borrow', item: drill, inHand: false },
  // With a camera: offered beside another scanner, or the only one that works.
  'identify-camera': { at: 'identify', purpose: 'borrow', item: drill, inHand: false },
  'identify-lens': { at: 'identify', purpose: 'borrow', item: drill, inHand: false },
  'return-scan-camera': { at: 'return-scan' },
  'return-scan-lens': { at: 'return-scan' },
  'fetch-camera': { at: 'fetch', item: wheelchair, due },
  'identify-hand': { at: 'identify', purpose: 'borrow', item: wheelchair, due, inHand: true },
  'identify-loans': { at: 'identify', purpose: 'my-loans', inHand: false },
  phone: { at: 'phone', purpose: 'borrow', digits: ['1', '3', '8', '•', '•', '•', '•', '5', '6'] },
  'phone-empty': { at: 'phone', purpose: 'my-loans', digits: [] },
  'phone-wrong': { at: 'phone', purpose: 'borrow', digits: [], problem: 'not-a-number' },
  'phone-full': { at: 'phone', purpose: 'borrow', digits: [...'138••••5678'] },
  pin: { at: 'pin', step: 'check', filled: 2, length: 4, busy: false },
  'pin-busy': { at: 'pin', step: 'check', filled: 4, length: 4, busy: true },
  'pin-wrong': {
    at: 'pin',
    step: 'check',
    filled: 0,
    length: 4,
    busy: false,
    problem: 'wrong',
    triesLeft: 3,
  },
  'pin-choose': { at: 'pin', step: 'choose', filled: 0, length: 4, busy: false },
  'pin-simple': { at: 'pin', step: 'choose', filled: 0, length: 4, busy: false, problem: 'too-simple' },
  'pin-repeat': { at: 'pin', step: 'repeat', filled: 4, length: 4, busy: false },
  'pin-differs': { at: 'pin', step: 'choose', filled: 0, length: 4, busy: false, problem: 'differs' },
  consent: { at: 'consent', phone: '138****5678' },
  room: { at: 'room', building: '12', unit: '2', room: '', field: 'room' },
  'room-full': { at: 'room', building: '12', unit: '2', room: '1502', field: 'room' },
  'door-opening': door('opening'),
  door: door('open'),
  'door-return': { ...door('open'), purpose: 'return', door: 1, item: item('ladder') },
  'door-remind': { ...door('remind'), openSeconds: 30 },
  'door-alarm': { ...door('alarm'), openSeconds: 95 },
  'door-lost': { ...door('open'), link: 'lost' },
  'door-closed': door('closed'),
  'door-doubt': { at: 'door-doubt', door: 5, purpose: 'borrow', item: drill, because: 'will-not-close' },
  'door-doubt-return': { at: 'door-doubt', door: 5, purpose: 'return', item: drill, because: 'link-lost' },
  'borrowed-undo': {
    at: 'borrowed',
    item: item('ladder', { place: shelf }),
    due,
    code: '5273',
    endsIn: 20,
    undo: 10,
  },
  borrowed: { at: 'borrowed', item: drill, due, code: '5273', endsIn: 20 },
  'borrowed-far': { at: 'borrowed', item: item('crutches'), due: due + 29 * day, code: '0077', endsIn: 20 },
  fetch: { at: 'fetch', item: { ...item('book'), place: shelf }, due },
  'return-scan': { at: 'return-scan' },
  return: { at: 'return', item: wheelchair },
  'return-bare': { at: 'return', item: item('wrench') },
  'return-problem': { at: 'return-problem', item: wheelchair, told: [] },
  'return-problem-told': { at: 'return-problem', item: wheelchair, told: [...told] },
  'return-tell': { at: 'return-tell', item: wheelchair, by: 'choose', told: [] },
  'return-tell-told': { at: 'return-tell', item: wheelchair, by: 'choose', told: [...told] },
  'return-tell-full': {
    at: 'return-tell',
    item: wheelchair,
    by: 'choose',
    told: [...told, { memo: 'm3', what: 'words' }],
  },
  'return-tell-voice': { at: 'return-tell', item: wheelchair, by: 'voice', told: [] },
  'return-tell-picture': { at: 'return-tell', item: wheelchair, by: 'picture', told: [] },
  'return-tell-words': { at: 'return-tell', item: wheelchair, by: 'words', told: [] },
  'put-back': { at: 'put-back', item: wheelchair, place: shelf },
  returned: {
    at: 'returned',
    item: wheelchair,
    place: shelf,
    code: '8046',
    found: false,
    check: 'routine',
    endsIn: 20,
  },
  'returned-found': {
    at: 'returned',
    item: item('hammer'),
    place: { at: 'door', door: 5 },
    code: '8047',
    found: true,
    check: 'problem',
    endsIn: 20,
  },
  loans: { at: 'loans', page: 0, pages: 1, loans: held, renewed: 'loan-wrench' },
  'loans-paged': {
    at: 'loans',
    page: 0,
    pages: 2,
    loans: [...held, loan('book', { due: due + 20 * day, renewable: true })],
  },
  'loans-undo': { at: 'loans', page: 0, pages: 1, loans: held, renewed: 'loan-wrench', undo: 10 },
  'loans-one': { at: 'loans', page: 0, pages: 1, loans: [loan('ladder')] },
  'loans-none': { at: 'loans', page: 0, pages: 1, loans: [] },
  'still-there': { at: 'still-there', endsIn: 32 },
  'keeper-called': { at: 'keeper-called', phone: '0512-6512 3456', endsIn: 60 },
  'keeper-called-no-phone': { at: 'keeper-called', endsIn: 60 },
  'trouble-disk': { at: 'trouble', trouble: 'disk-full' },
  'trouble-starting': { at: 'trouble', trouble: 'starting' },
  'trouble-gone': { at: 'trouble', trouble: 'gone' },
  'trouble-in-use': { at: 'trouble', trouble: 'in-use' },
  ...keeperScreens,
  ...healthScreens,
  ...hubScreens,
  ...voiceScreens,
  ...devicesScreens,
  ...refusals(),
};

function door(phase: Extract<Screen, { at: 'door' }>['phase']): Extract<Screen, { at: 'door' }> {
  return { at: 'door', door: 5, purpose: 'borrow', item: drill, phase, openSeconds: 4, link: 'fine' };
}

function refusals(): Record<string, Screen> {
  const out: Record<string, Screen> = {};
  for (const { refusal, ways, flow, held: holding } of refusalCases) {
    const meant =
      'item' in refusal && holding.length === 0
        ? kindCatalogue.find(({ name }) => name.en === refusal.item.en)?.kind
        : undefined;
    out[`refusal-${refusal.why}`] = {
      at: 'refusal',
      flow,
      refusal,
      ways,
      held: holding,
      ...(meant === undefined ? {} : { item: item(meant) }),
    };
  }
  return out;
}

export const preferences: Preferences = {
  language: 'zh-CN',
  text: 'standard',
  theme: 'light',
  volume: 'usual',
};

/** A card that opens no desk, and a desk that was left too long. */
const withoutKeeper = new Set([
  'keeper-refusal-card-unknown',
  'keeper-refusal-card-blocked',
  'keeper-opened-gone',
]);

/** A whole view around one of the screens. */
export function viewOf(name: string, over: Partial<View> = {}): View {
  const screen = screens[name];
  if (!screen) throw new Error(`no screen ${name}`);
  return {
    token: 1,
    screen,
    preferences,
    hut: {
      name: { zh: '海棠里 红色共享小屋', en: 'Haitang Li hut' },
      mmPerPx: 0.248,
      timeZone: 'Asia/Shanghai',
    },
    sound: { volume: 0.8, speed: 1, first: 'clips', recordings: 0 },
    now,
    locker: {
      columns: [
        [
          { door: 1, rows: 1 },
          { door: 2, rows: 1 },
          { door: 3, rows: 2 },
          { door: 4, rows: 1 },
        ],
        [
          { screen: true, rows: 2 },
          { door: 5, rows: 2 },
          { door: 6, rows: 1 },
        ],
        [
          { door: 7, rows: 1 },
          { door: 8, rows: 1 },
          { door: 9, rows: 2 },
          { door: 10, rows: 1 },
        ],
      ],
    },
    doors: { 5: 'lit', 8: 'out-of-order' },
    troubles: [],
    practice: false,
    ...(name.endsWith('-camera') ? { camera: 'offered' as const } : {}),
    ...(name.endsWith('-lens') ? { camera: 'only' as const } : {}),
    // The desk and what follows it name the keeper on the eave.
    ...(/^keeper-(?!called|pin)/.test(screen.at) && !withoutKeeper.has(name) ? { keeper: 2 } : {}),
    ...over,
  };
}
