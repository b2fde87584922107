import { z } from 'zod';
import { Instant } from '../contract/words.ts';
import { Kind } from '../stock/kinds.ts';
import { KeyId } from '../sync/enrolment.ts';
import { AccountName, AccountRow, Me, TotpCode } from './accounts.ts';
import { Page, paged } from './paging.ts';
import { type DeskAct, Role } from './roles.ts';
import {
  AuditRow,
  CaseRow,
  CodeRow,
  HutDetail,
  HutRow,
  KeyRow,
  Lending,
  LoanRow,
  OverdueRow,
  Preview,
  RecallDraft,
  RecallRow,
  StockRow,
  TermsRow,
} from './rows.ts';
import { streamCalls } from './stream-calls.ts';

const Ref = z.string().min(1).max(64);
const Nothing = z.strictObject({});
const Note = z.string().trim().min(2).max(500);
const PublicKeyJson = z.record(z.string(), z.unknown());
const Base64Url = z.string().regex(/^[A-Za-z0-9_-]{1,8192}$/);
const credential = { id: Base64Url, rawId: Base64Url, type: z.literal('public-key') };
/** What a browser makes of a new passkey (WebAuthn 3, 5.1.8), as far as it is used here. */
export const NewPasskey = z.object({
  ...credential,
  response: z.object({ clientDataJSON: Base64Url, attestationObject: Base64Url }),
  clientExtensionResults: z.object({}),
});
/** What a passkey signs in with. */
export const PasskeyProof = z.object({
  ...credential,
  response: z.object({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url }),
  clientExtensionResults: z.object({}),
});

/** Header of a request that a page makes without anybody having done something: it keeps nobody signed in. */
export const byItself = 'x-xiaowu-by-itself';

/** A call before anybody is signed in says `open`; one that each account may make about itself says `self`. */
export type Gate = DeskAct | 'open' | 'self';
interface Call {
  gate: Gate;
  args: z.ZodType;
  answer: z.ZodType;
}

/** Every call of the desk: who may make it, what it takes and what it gives. `POST /desk/api/NAME`, JSON both ways. */
export const deskCalls = {
  /** Who is signed in; null for nobody. */
  me: { gate: 'open', args: Nothing, answer: Me.nullable() },
  'sign-in': {
    gate: 'open',
    args: z.strictObject({
      name: z.string().max(60),
      password: z.string().max(200),
      code: z.string().max(12),
    }),
    answer: Me,
  },
  'passkey-options': { gate: 'open', args: Nothing, answer: z.strictObject({ options: PublicKeyJson }) },
  'passkey-sign-in': { gate: 'open', args: z.strictObject({ credential: PasskeyProof }), answer: Me },
  /** Opens an invitation: what to put into the authenticator app. */
  'invitation-open': {
    gate: 'open',
    args: z.strictObject({ token: z.string().max(100) }),
    answer: z.strictObject({ name: z.string(), secret: z.string(), uri: z.string() }),
  },
  'invitation-accept': {
    gate: 'open',
    args: z.strictObject({ token: z.string().max(100), password: z.string().max(200), code: TotpCode }),
    answer: Me,
  },
  'sign-out': { gate: 'self', args: Nothing, answer: Nothing },
  'passkey-begin': { gate: 'self', args: Nothing, answer: z.strictObject({ options: PublicKeyJson }) },
  'passkey-add': {
    gate: 'self',
    args: z.strictObject({ credential: NewPasskey }),
    answer: z.strictObject({ passkeys: z.number().int() }),
  },
  'passkeys-remove': { gate: 'self', args: Nothing, answer: z.strictObject({ passkeys: z.number().int() }) },

  huts: { gate: 'see-huts', args: Nothing, answer: z.strictObject({ rows: z.array(HutRow), now: Instant }) },
  hut: {
    gate: 'see-huts',
    args: z.strictObject({ hut: Ref }),
    answer: z.strictObject({ detail: HutDetail, now: Instant }),
  },
  stock: {
    gate: 'see-stock',
    args: z.strictObject({
      hut: Ref.nullable(),
      kind: z.string().max(31).nullable(),
      lending: Lending.nullable(),
      ...Page,
    }),
    answer: paged(StockRow),
  },
  loans: {
    gate: 'see-loans',
    args: z.strictObject({ hut: Ref.nullable(), open: z.boolean(), ...Page }),
    answer: paged(LoanRow),
  },
  /** The longest late first. */
  overdue: { gate: 'see-loans', args: z.strictObject({ ...Page }), answer: paged(OverdueRow) },
  /** Gives the number of one overdue borrower, and writes down who asked. */
  phone: {
    gate: 'see-phone',
    args: z.strictObject({ hut: Ref, loan: Ref }),
    answer: z.strictObject({ phone: z.string() }),
  },
  /** Writes down that somebody was called. */
  called: { gate: 'see-phone', args: z.strictObject({ hut: Ref, loan: Ref }), answer: Nothing },
  cases: {
    gate: 'see-cases',
    args: z.strictObject({ open: z.boolean(), ...Page }),
    answer: paged(CaseRow),
  },
  'case-close': {
    gate: 'answer-case',
    args: z.strictObject({ case: z.string().min(3).max(200), version: z.string().max(64), note: Note }),
    answer: Nothing,
  },
  keys: {
    gate: 'see-keys',
    args: Nothing,
    answer: z.strictObject({ keys: z.array(KeyRow), codes: z.array(CodeRow) }),
  },
  /** `hut` is null for a new hut; else a new machine for that one. The code is told here and nowhere else. */
  'code-make': {
    gate: 'enrol',
    args: z.strictObject({ name: z.string().trim().min(2).max(40), hut: Ref.nullable() }),
    answer: z.strictObject({ code: z.string(), expires: Instant }),
  },
  'key-confirm': { gate: 'enrol', args: z.strictObject({ key: KeyId }), answer: Nothing },
  'key-revoke': { gate: 'enrol', args: z.strictObject({ key: KeyId, why: Note }), answer: Nothing },
  terms: { gate: 'see-terms', args: Nothing, answer: z.strictObject({ rows: z.array(TermsRow) }) },
  'terms-preview': { gate: 'publish', args: z.strictObject({ kind: Kind }), answer: Preview },
  'terms-publish': { gate: 'publish', args: z.strictObject({ kind: Kind }), answer: Nothing },
  recalls: { gate: 'see-terms', args: Nothing, answer: z.strictObject({ rows: z.array(RecallRow) }) },
  'recall-preview': { gate: 'publish', args: z.strictObject({ draft: RecallDraft }), answer: Preview },
  'recall-publish': {
    gate: 'publish',
    args: z.strictObject({ draft: RecallDraft }),
    answer: z.strictObject({ recall: Ref }),
  },
  'recall-lift': { gate: 'publish', args: z.strictObject({ recall: Ref }), answer: Nothing },
  ...streamCalls,
  audit: { gate: 'see-audit', args: z.strictObject({ ...Page }), answer: paged(AuditRow) },
  accounts: { gate: 'keep-accounts', args: Nothing, answer: z.strictObject({ rows: z.array(AccountRow) }) },
  /** Makes an account, or invites anew whoever has one. The link is told here and nowhere else. */
  'account-invite': {
    gate: 'keep-accounts',
    args: z.strictObject({ name: AccountName, role: Role, huts: z.array(Ref).max(100) }),
    answer: z.strictObject({ path: z.string(), expires: Instant }),
  },
  'account-block': { gate: 'keep-accounts', args: z.strictObject({ account: Ref }), answer: Nothing },
} as const satisfies Record<string, Call>;

export type DeskCalls = typeof deskCalls;
export type DeskCallName = keyof DeskCalls;
export type DeskArgs<N extends DeskCallName> = z.output<DeskCalls[N]['args']>;
export type DeskInput<N extends DeskCallName> = z.input<DeskCalls[N]['args']>;
export type DeskAnswer<N extends DeskCallName> = z.output<DeskCalls[N]['answer']>;

/** Why a call came to nothing, and the status it is answered with. */
export const deskRefusals = {
  'bad-request': 400,
  'not-signed-in': 401,
  'wrong-sign-in': 401,
  'other-page': 403,
  'not-allowed': 403,
  'not-found': 404,
  'already-done': 409,
  'invitation-over': 410,
  'weak-password': 422,
  'wrong-code': 422,
  'wrong-passkey': 422,
  'too-many': 429,
  broken: 500,
  busy: 503,
} as const;
export type DeskRefusalCode = keyof typeof deskRefusals;
export const DeskRefusal = z.strictObject({
  code: z.enum(Object.keys(deskRefusals) as [DeskRefusalCode, ...DeskRefusalCode[]]),
  /** In English, for a log or a developer; the web app has its own words for each code. */
  message: z.string(),
  /** Seconds to wait, with `too-many`. */
  retryAfter: z.number().int().optional(),
});
export type DeskRefusal = z.infer<typeof DeskRefusal>;

/** What can be exported, and how. `GET /desk/api/export/WHAT.FORMAT`. */
export const ExportWhat = z.enum(['huts', 'stock', 'loans', 'overdue', 'cases', 'audit']);
export type ExportWhat = z.infer<typeof ExportWhat>;
export const ExportFormat = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof ExportFormat>;
