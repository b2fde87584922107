import { z } from 'zod';
import { DoorReason, KeeperFunctionId } from '../keeper/keeper.ts';
import { Condition, Problem, Trust } from '../stock/kinds.ts';
import { devicesAction, devicesScreen } from './commissioning-screen.ts';
import { Book, entryActions, entryScreens } from './fund-screen.ts';
import { Health, HealthLevel, HealthPart, SyncState } from './health.ts';
import { keeperMemos } from './memo.ts';
import { voiceActions, voiceScreens } from './sound.ts';
import { ItemView } from './thing-view.ts';
import { Instant } from './words.ts';

/** Why something at the desk cannot be done. */
export const KeeperRefusalWhy = z.enum([
  'card-unknown',
  'card-blocked',
  'disk-full',
  'disk-error',
  'door-unreachable',
  'door-open',
  'door-busy',
  'door-stuck',
  'door-not-sent',
  'scan-unknown',
  'phone-unknown',
  'phones-paused',
  'card-blank',
  'card-taken',
  'no-card',
  'no-stick',
  'stick-not-written',
  'loans-out',
  'fund-short',
  'entry-gone',
]);
export type KeeperRefusalWhy = z.infer<typeof KeeperRefusalWhy>;

/** What was done at the desk. */
export const KeeperDone = z.enum([
  'condition',
  'card-given',
  'card-blocked',
  'exported',
  'erased',
  'entered',
  'entry-taken-back',
]);
export type KeeperDone = z.infer<typeof KeeperDone>;

/** A thing as a keeper sees it: how it is, where, and what was last said of it. */
export const ThingState = z.strictObject({
  item: ItemView,
  condition: Condition,
  out: z.boolean(),
  problem: Problem.nullable(),
  /** When that was said. */
  since: Instant.nullable(),
});
export type ThingState = z.infer<typeof ThingState>;

/** A resident as a keeper sees them: the number masked, the dwelling whole. */
export const ResidentView = z.strictObject({
  /** `138****5678`; null where no number is kept, or the key is lost. */
  phone: z.string().nullable(),
  dwelling: z.strictObject({ building: z.string(), unit: z.string(), room: z.string() }).nullable(),
  trust: Trust,
  /** When they agreed, and until when it is kept at most. */
  consent: z.strictObject({ version: z.string(), at: Instant, keptUntil: Instant }).nullable(),
  /** Last four characters of each card. */
  cards: z.array(z.strictObject({ tail: z.string().max(8), blocked: z.boolean() })),
  out: z.number().int(),
});
export type ResidentView = z.infer<typeof ResidentView>;

/** Parts of the hut that the desk names at once; all of them stand on the screen of its own. */
export const partsShown = 2;

/** Keys of a pad for codes (Crockford's base 32). */
export const codeLetters = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'] as const;
export const CodeLetter = z.enum([...codeLetters, 'clear', 'delete']);

/** Screens of the keeper's desk; `Screen` takes them in. Their names begin with `keeper-`. */
export const keeperScreens = [
  /** The card was read: the PIN. `choose`, `repeat`: a one-time PIN is replaced by one's own. */
  z.strictObject({
    at: z.literal('keeper-pin'),
    number: z.number().int(),
    step: z.enum(['check', 'choose', 'repeat']),
    filled: z.number().int().min(0),
    length: z.number().int(),
    busy: z.boolean(),
    problem: z.enum(['wrong', 'locked', 'differs', 'too-simple', 'same']).optional(),
    triesLeft: z.number().int().optional(),
    /** When a locked keeper may try again. */
    until: Instant.optional(),
  }),
  z.strictObject({
    at: z.literal('keeper-desk'),
    number: z.number().int(),
    functions: z.array(KeeperFunctionId),
    /** Parts of the hut that somebody should look at, the worst first. */
    parts: z.array(z.strictObject({ part: HealthPart, level: HealthLevel })).max(partsShown),
    todo: z.strictObject({ look: z.number().int(), overdue: z.number().int(), out: z.number().int() }),
  }),
  /** Why something at the desk cannot be done; each has its next step in the words. */
  z.strictObject({
    at: z.literal('keeper-refusal'),
    why: KeeperRefusalWhy,
    door: z.number().int().optional(),
  }),
  /** Which door? Each with what belongs behind it. */
  z.strictObject({
    at: z.literal('keeper-doors'),
    doors: z.array(
      z.strictObject({
        door: z.number().int(),
        item: ItemView.nullable(),
        state: z.enum(['empty', 'in', 'out', 'look', 'unreachable', 'open']),
      }),
    ),
  }),
  /** Why is it opened? The next press opens it. */
  z.strictObject({ at: z.literal('keeper-reason'), door: z.number().int(), item: ItemView.nullable() }),
  z.strictObject({
    at: z.literal('keeper-door'),
    door: z.number().int(),
    reason: DoorReason,
    phase: z.enum(['opening', 'open', 'remind', 'alarm', 'closed']),
    openSeconds: z.number().int().min(0),
    link: z.enum(['fine', 'lost']),
  }),
  /** The door cannot tell whether it was open: the keeper does. */
  z.strictObject({
    at: z.literal('keeper-doubt'),
    door: z.number().int(),
    because: z.enum(['will-not-close', 'link-lost']),
  }),
  /** The verdict of a door; `signedIn` is false when the keeper was away too long meanwhile. */
  z.strictObject({
    at: z.literal('keeper-opened'),
    door: z.number().int(),
    reason: DoorReason,
    signedIn: z.boolean(),
  }),
  /** Which thing? Scan it, or one of those that are not lent now. */
  z.strictObject({
    at: z.literal('keeper-things'),
    page: z.number().int().min(0),
    pages: z.number().int().min(1),
    things: z.array(ThingState).max(4),
  }),
  z.strictObject({ at: z.literal('keeper-thing'), thing: ThingState, memos: z.number().int().min(0) }),
  keeperMemos,
  /** Why is it in repair, or retired? */
  z.strictObject({ at: z.literal('keeper-why'), item: ItemView, condition: Condition }),
  /** The verdict of what was done at the desk. */
  z.strictObject({
    at: z.literal('keeper-done'),
    what: KeeperDone,
    item: ItemView.optional(),
    condition: Condition.optional(),
    /** The book that was written in. */
    book: Book.optional(),
    /** Name of the files of an export, without their endings. */
    file: z.string().optional(),
  }),
  /** Whose? A card, or a phone number. */
  z.strictObject({ at: z.literal('keeper-residents') }),
  /** `digits` are masked as on `phone`. */
  z.strictObject({ at: z.literal('keeper-phone'), digits: z.array(z.string().length(1)).max(11) }),
  /** What the hut holds about a resident. */
  z.strictObject({ at: z.literal('keeper-resident'), resident: ResidentView }),
  /** A blank card is shown to the scanner, and is theirs. */
  z.strictObject({ at: z.literal('keeper-give-card'), resident: ResidentView }),
  /** Both are confirmed: a blocked card is not unblocked, and nobody erased comes back. */
  z.strictObject({ at: z.literal('keeper-block-card'), resident: ResidentView }),
  z.strictObject({ at: z.literal('keeper-erase'), resident: ResidentView }),
  devicesScreen,
  /** How it stands with the hut, part by part. */
  z.strictObject({ at: z.literal('keeper-health'), health: Health }),
  /** The hub: how the hut gets on with it, and the fingerprint that the office compares. */
  z.strictObject({
    at: z.literal('keeper-hub'),
    state: SyncState,
    lastAt: Instant.nullable(),
    queue: z.number().int().min(0),
    /** It wants a later release than this one. */
    outdated: z.boolean(),
    address: z.string().nullable(),
    hut: z.string().nullable(),
    fingerprint: z.string().max(40).nullable(),
    /** An address is configured, so a code can be typed. */
    joinable: z.boolean(),
  }),
  /** The office's code, as it is typed. */
  z.strictObject({
    at: z.literal('keeper-hub-code'),
    typed: z.string().max(8),
    length: z.number().int(),
    busy: z.boolean(),
    problem: z.enum(['no-address', 'code-unknown', 'code-over', 'away', 'slow-down', 'disk']).optional(),
  }),
  ...voiceScreens,
  ...entryScreens,
] as const;

/** Presses of the keeper's desk; `Action` takes them in. */
export const keeperActions = [
  z.strictObject({ do: z.literal('desk'), function: KeeperFunctionId }),
  /** Back to the desk from wherever one is. */
  z.strictObject({ do: z.literal('to-desk') }),
  z.strictObject({ do: z.literal('door'), door: z.number().int() }),
  z.strictObject({ do: z.literal('reason'), reason: DoorReason }),
  z.strictObject({
    do: z.literal('resident'),
    act: z.enum(['give-card', 'block-card', 'export', 'erase']),
  }),
  /** The last word before what cannot be undone. */
  z.strictObject({ do: z.literal('confirm') }),
  z.strictObject({ do: z.literal('thing'), item: z.string().max(64) }),
  z.strictObject({ do: z.literal('condition'), condition: Condition }),
  devicesAction,
  z.strictObject({ do: z.literal('hub'), act: z.enum(['join', 'hurry']) }),
  /** A character of a code; letters that look like digits are not on the pad. */
  z.strictObject({ do: z.literal('letter'), letter: CodeLetter }),
  /** The clock seems wrong, and the keeper says that it is not. */
  z.strictObject({ do: z.literal('clock-is-right') }),
  ...voiceActions,
  ...entryActions,
] as const;
