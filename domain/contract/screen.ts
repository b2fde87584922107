import { z } from 'zod';
import { LockerLayout } from '../config/locker-layout.ts';
import { Condition, LoanGroup, Notice } from '../stock/kinds.ts';
import { bookScreens } from './fund-screen.ts';
import { keeperScreens } from './keeper-screen.ts';
import { returnTell, Told } from './memo.ts';
import { SoundView } from './sound.ts';
import { ItemView, KindCard, LoanView, PlaceView } from './thing-view.ts';
import { HutTrouble, Pause, Trouble } from './trouble.ts';
import { Instant, Language, Named } from './words.ts';

export { ItemView, KindCard, LoanView, PlaceView } from './thing-view.ts';

/** Functions of the home screen. It shows the registered ones only: later functions add themselves here. */
export const FunctionId = z.enum(['borrow', 'return', 'my-loans', 'figures']);
export type FunctionId = z.infer<typeof FunctionId>;

/** Why not. Each code has its own words in the catalogue, and `Ways` says what works instead. */
export const Refusal = z.discriminatedUnion('why', [
  z.strictObject({ why: z.literal('limit-reached'), group: LoanGroup, limit: z.number(), have: z.number() }),
  z.strictObject({ why: z.literal('overdue-loan'), item: Named, due: Instant }),
  z.strictObject({ why: z.literal('trust-too-low') }),
  z.strictObject({ why: z.literal('not-in-service'), item: Named, condition: Condition }),
  /** The office called back things like it: a model that is not safe, say. `because`: in its words. */
  z.strictObject({ why: z.literal('recalled'), item: Named, because: Named }),
  /** The office lets this person borrow nothing for now. */
  z.strictObject({ why: z.literal('person-blocked'), because: Named }),
  z.strictObject({ why: z.literal('out-to-you'), item: Named, due: Instant }),
  z.strictObject({ why: z.literal('out-to-someone'), item: Named, due: Instant }),
  /** Every one of the kind is out, in repair or behind a door that cannot be used. */
  z.strictObject({ why: z.literal('none-left'), item: Named, back: Instant.nullable() }),
  /** Known before an opening: the board does not answer, the door stands open, or it failed lately. */
  z.strictObject({
    why: z.literal('door-unusable'),
    door: z.number(),
    because: z.enum(['unreachable', 'standing-open', 'stuck']),
    purpose: z.enum(['borrow', 'return']),
  }),
  /** An opening that failed: nothing was recorded. */
  z.strictObject({
    why: z.literal('door-did-not-open'),
    door: z.number(),
    because: z.enum(['stuck', 'not-sent']),
    purpose: z.enum(['borrow', 'return']),
  }),
  z.strictObject({ why: z.literal('unknown-code') }),
  z.strictObject({
    why: z.literal('foreign-code'),
    looksLike: z.enum(['shop', 'book', 'payment', 'link', 'contact', 'wifi', 'other']),
  }),
  z.strictObject({
    why: z.literal('damaged-code'),
    because: z.enum(['part', 'doubled', 'two-codes', 'unreadable']),
  }),
  z.strictObject({ why: z.literal('card-unknown') }),
  /** The key to phone numbers is lost: nobody can be found by theirs. */
  z.strictObject({ why: z.literal('phones-paused') }),
  z.strictObject({ why: z.literal('card-blocked') }),
  z.strictObject({ why: z.literal('pin-locked'), until: Instant }),
  z.strictObject({ why: z.literal('renewal-limit'), item: Named, due: Instant }),
  /** Nothing new is lent for now; returns go on. */
  z.strictObject({ why: z.literal('lending-paused'), because: Pause }),
  z.strictObject({ why: z.literal('not-recorded'), because: z.enum(['disk-full', 'disk-error']) }),
]);
export type Refusal = z.infer<typeof Refusal>;

/** Next steps a refusal offers, best first. The renderer draws each with words and a picture. */
export const Way = z.enum([
  'return-one',
  'renew-loan',
  'other-door',
  'other-thing',
  'scan-again',
  'use-phone',
  'use-card',
  'my-loans',
  'put-on-shelf',
  'call-keeper',
]);
export type Way = z.infer<typeof Way>;

/** State of one door on the drawn locker. */
export const DoorMark = z.enum(['shut', 'lit', 'open', 'just-closed', 'out-of-order']);

const Seconds = z.number().int().min(0);
/** Seconds in which it may still be taken back; absent when it may not. */
const Undo = Seconds.optional();
const DoorPurpose = z.enum(['borrow', 'return']);

export const Screen = z.discriminatedUnion('at', [
  z.strictObject({
    at: z.literal('attract'),
    figures: z.strictObject({ lentThisMonth: z.number(), outNow: z.number(), things: z.number() }),
    /** What is still on in the street today, the next first. */
    today: z.array(z.strictObject({ name: Named, place: Named, from: Instant, until: Instant })).max(2),
  }),
  z.strictObject({
    at: z.literal('home'),
    functions: z.array(FunctionId),
    favourites: z.array(KindCard).max(4),
  }),
  /** The hut's public book: figures of the hut, of nobody in it. */
  z.strictObject({
    at: z.literal('figures'),
    lentThisMonth: z.number(),
    /** Things that nobody had to buy: loans beyond one of each thing. */
    saved: z.number(),
    outNow: z.number(),
    things: z.number(),
    /** Things that the hut was given. */
    given: z.number(),
    /** Proceeds of the charity sale, fen. */
    proceeds: z.number(),
    /** The last six months of the hut's calendar, oldest first: 2026-03. */
    months: z.array(z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/), lent: z.number() })).length(6),
    /** What was lent most this month, most first. */
    kinds: z.array(z.strictObject({ name: Named, lent: z.number() })).max(4),
  }),
  ...bookScreens,
  z.strictObject({
    at: z.literal('pick'),
    page: z.number().int().min(0),
    pages: z.number().int().min(1),
    cards: z.array(KindCard).max(6),
  }),
  z.strictObject({
    at: z.literal('item'),
    item: ItemView,
    due: Instant,
    termDays: z.number().int(),
    notices: z.array(Notice),
    ticked: z.boolean(),
    /** It was scanned, so it is in the hand: no door will open. */
    inHand: z.boolean(),
    /** The person identified themselves earlier in this visit. */
    known: z.boolean(),
  }),
  /** Chosen by its picture, standing on a shelf: fetch it and scan its label. */
  z.strictObject({ at: z.literal('fetch'), item: ItemView, due: Instant }),
  z.strictObject({
    at: z.literal('identify'),
    purpose: z.enum(['borrow', 'my-loans']),
    item: ItemView.optional(),
    /** Asked before a risky kind may be taken from the shelf by scan alone. */
    due: Instant.optional(),
    inHand: z.boolean(),
  }),
  /** `digits` are masked by the hut: a digit, or '•' for the four in the middle. At most 11. */
  z.strictObject({
    at: z.literal('phone'),
    purpose: z.enum(['borrow', 'my-loans']),
    digits: z.array(z.string().length(1)).max(11),
    /** Why the last ones were not taken. */
    problem: z.enum(['not-a-number']).optional(),
  }),
  z.strictObject({
    at: z.literal('pin'),
    step: z.enum(['check', 'choose', 'repeat']),
    filled: z.number().int().min(0),
    length: z.number().int(),
    busy: z.boolean(),
    /** Why the last one was not taken. */
    problem: z.enum(['wrong', 'differs', 'too-simple']).optional(),
    triesLeft: z.number().int().optional(),
  }),
  /** First visit: what we keep, what for, how long; the answer is agree or go back. */
  z.strictObject({ at: z.literal('consent'), phone: z.string() }),
  /** Building, unit, room; each typed by digits. `field` is the one being typed. */
  z.strictObject({
    at: z.literal('room'),
    building: z.string(),
    unit: z.string(),
    room: z.string(),
    field: z.enum(['building', 'unit', 'room']),
  }),
  z.strictObject({
    at: z.literal('door'),
    door: z.number().int(),
    purpose: DoorPurpose,
    item: ItemView,
    /** opening: pulse sent, the door has not moved yet. closed: being written down. */
    phase: z.enum(['opening', 'open', 'remind', 'alarm', 'closed']),
    /** How long it has stood open. */
    openSeconds: Seconds,
    /** The board went silent while the door was open; it is tried again without end. */
    link: z.enum(['fine', 'lost']),
  }),
  /** The door cannot tell: the person does. "Did you take it?" / "Did you put it in?" */
  z.strictObject({
    at: z.literal('door-doubt'),
    door: z.number().int(),
    purpose: DoorPurpose,
    item: ItemView,
    because: z.enum(['will-not-close', 'link-lost']),
  }),
  z.strictObject({
    at: z.literal('borrowed'),
    item: ItemView,
    due: Instant,
    code: z.string().regex(/^\d{4}$/),
    endsIn: Seconds,
    undo: Undo,
  }),
  z.strictObject({ at: z.literal('return-scan') }),
  z.strictObject({ at: z.literal('return'), item: ItemView }),
  z.strictObject({ at: z.literal('return-problem'), item: ItemView, told: Told }),
  /** Says, shows or writes what is wrong; nobody has to. */
  returnTell,
  /** Back on its shelf: the person confirms. */
  z.strictObject({ at: z.literal('put-back'), item: ItemView, place: PlaceView }),
  z.strictObject({
    at: z.literal('returned'),
    item: ItemView,
    place: PlaceView,
    code: z.string().regex(/^\d{4}$/),
    /** Nobody had borrowed it as far as the hut knows: it is found, thank you. */
    found: z.boolean(),
    /** What was said to be wrong, or that a keeper looks at this kind after each return. */
    check: z.enum(['none', 'problem', 'routine']),
    endsIn: Seconds,
    undo: Undo,
  }),
  z.strictObject({
    at: z.literal('loans'),
    page: z.number().int().min(0),
    pages: z.number().int().min(1),
    loans: z.array(LoanView).max(4),
    /** The loan renewed a moment ago, marked on the screen. */
    renewed: z.string().optional(),
    undo: Undo,
  }),
  z.strictObject({
    at: z.literal('refusal'),
    flow: DoorPurpose,
    refusal: Refusal,
    ways: z.array(Way).min(1).max(3),
    held: z.array(LoanView).max(3),
    item: ItemView.optional(),
  }),
  z.strictObject({ at: z.literal('still-there'), endsIn: Seconds }),
  z.strictObject({ at: z.literal('keeper-called'), phone: z.string().optional(), endsIn: Seconds }),
  /** The hut cannot do its work; `trouble` says what and what still works. */
  z.strictObject({ at: z.literal('trouble'), trouble: Trouble }),
  ...keeperScreens,
]);
export type Screen = z.infer<typeof Screen>;
export type ScreenAt = Screen['at'];

export const TextSize = z.enum(['standard', 'large']);
export const Theme = z.enum(['light', 'dark', 'contrast']);
/** How loud, beside the loudness of the hour: where that is nothing, nothing sounds. */
export const Volume = z.enum(['usual', 'loud', 'soft']);
export const Preferences = z.strictObject({
  language: Language,
  text: TextSize,
  theme: Theme,
  volume: Volume,
});
export type Preferences = z.infer<typeof Preferences>;

/** A device that does not work now; shown as a quiet band, never as a code. */
export const DeviceTrouble = z.discriminatedUnion('device', [
  z.strictObject({
    device: z.literal('locker'),
    doors: z.array(z.number().int()),
    because: z.enum(['missing', 'busy', 'permission', 'silent']),
  }),
  z.strictObject({
    device: z.literal('scanner'),
    because: z.enum(['missing', 'busy', 'permission', 'silent']),
  }),
]);
export type DeviceTrouble = z.infer<typeof DeviceTrouble>;

/** Everything the renderer draws. A new `token` means a new screen: presses made on an older one are ignored. */
export const View = z.strictObject({
  token: z.number().int(),
  screen: Screen,
  preferences: Preferences,
  hut: z.strictObject({ name: Named, mmPerPx: z.number(), timeZone: z.string() }),
  sound: SoundView,
  now: Instant,
  locker: LockerLayout,
  doors: z.record(z.string(), DoorMark),
  troubles: z.array(z.union([DeviceTrouble, HutTrouble])),
  practice: z.boolean(),
  /** The camera may read codes: offered beside other scanners, or the only one that works. Absent: none. */
  camera: z.enum(['offered', 'only']).optional(),
  /** Number of the keeper who is signed in. */
  keeper: z.number().int().optional(),
});
export type View = z.infer<typeof View>;

/** A sound that goes with what is on the screen; never the only sign. */
export const Cue = z.enum(['found', 'done', 'refused', 'attention', 'amber']);
export type Cue = z.infer<typeof Cue>;
