import { z } from 'zod';
import { Health, HealthLevel } from '../contract/health.ts';
import { Instant, Named } from '../contract/words.ts';
import { Condition, Kind } from '../stock/kinds.ts';

const Ref = z.string().min(1).max(64);
const Count = z.number().int().min(0);

/** How a hut stands in the eyes of the hub. */
export const HutState = z.enum(['expected', 'unconfirmed', 'active', 'revoked']);
export type HutState = z.infer<typeof HutState>;

/** `next`: announced by the active key, which it replaces once it is used. */
export const KeyState = z.enum(['unconfirmed', 'next', 'active', 'revoked']);
export type KeyState = z.infer<typeof KeyState>;

/** One hut in the list of all. */
export const HutRow = z.strictObject({
  hut: Ref,
  name: z.string(),
  state: HutState,
  /** The worse of what it says of itself and what its log says of it. Null before it sent anything. */
  level: HealthLevel.nullable(),
  /** Of the program, by its own word. */
  release: z.string().nullable(),
  /** When it last sent or asked anything, by the hub's clock. */
  lastSeenAt: Instant.nullable(),
  lastSeq: Count,
  things: Count,
  out: Count,
  overdue: Count,
  /** Things that are not in service. */
  look: Count,
  openCases: Count,
});
export type HutRow = z.infer<typeof HutRow>;

/** One hut as closely as the hub knows it. */
export const HutDetail = z.strictObject({
  row: HutRow,
  /** How it is by its own word, and when that came; null before it said so. */
  report: z.strictObject({ receivedAt: Instant, health: Health }).nullable(),
  /** Doors of which its log says that their feedback is not believed. */
  doubtedDoors: z.array(z.number().int()),
  restoredAt: Instant.nullable(),
  /** When somebody there last called the keeper. */
  keeperCalledAt: Instant.nullable(),
});
export type HutDetail = z.infer<typeof HutDetail>;

export const Lending = z.enum(['in', 'out', 'overdue']);
export type Lending = z.infer<typeof Lending>;

/** One thing of one hut. */
export const StockRow = z.strictObject({
  hut: Ref,
  hutName: z.string(),
  item: Ref,
  kind: z.string(),
  name: Named,
  barcode: z.string(),
  condition: Condition,
  lending: Lending,
  due: Instant.nullable(),
});
export type StockRow = z.infer<typeof StockRow>;

/** One loan. The borrower is a reference: who that is stays in the member's record. */
export const LoanRow = z.strictObject({
  hut: Ref,
  hutName: z.string(),
  loan: Ref,
  item: Ref,
  name: Named,
  barcode: z.string(),
  person: Ref,
  begunAt: Instant,
  due: Instant,
  returnedAt: Instant.nullable(),
  /** The hut where it came back, when that was another one. */
  returnedHut: z.string().nullable(),
});
export type LoanRow = z.infer<typeof LoanRow>;

/** One line of the call list: an overdue loan and whom to call. */
export const OverdueRow = z.strictObject({
  hut: Ref,
  hutName: z.string(),
  loan: Ref,
  name: Named,
  barcode: z.string(),
  due: Instant,
  days: Count,
  /** `138****5678`; null when no number is known at the hub. */
  phoneMasked: z.string().nullable(),
  /** The last call about this loan that somebody wrote down. */
  calledAt: Instant.nullable(),
  calledBy: z.string().nullable(),
});
export type OverdueRow = z.infer<typeof OverdueRow>;

/** Something that two huts, or a hut and the hub, see differently; a person may have to look. */
export const CaseRow = z.strictObject({
  /** The hut that it belongs to, a slash, and which of its cases. */
  case: z.string(),
  kind: z.string(),
  huts: z.array(z.strictObject({ hut: Ref, name: z.string() })),
  /** Facts by name, references and codes only. */
  facts: z.record(z.string(), z.string()),
  /** Another one as soon as the facts are others: whoever closes the case says which they saw. */
  version: z.string(),
  openedAt: Instant,
  closedAt: Instant.nullable(),
  /** Name of whoever closed it; `hub` when the missing fact arrived. */
  closedBy: z.string().nullable(),
  note: z.string().nullable(),
});
export type CaseRow = z.infer<typeof CaseRow>;

/** A key of a hut. */
export const KeyRow = z.strictObject({
  key: Ref,
  hut: Ref,
  hutName: z.string(),
  fingerprint: z.string(),
  state: KeyState,
  since: Instant,
});
export type KeyRow = z.infer<typeof KeyRow>;

/** A code that somebody may enrol a hut with. The code itself is shown once, to whoever made it. */
export const CodeRow = z.strictObject({
  code: Ref,
  hutName: z.string(),
  expires: Instant,
  triesLeft: Count,
});
export type CodeRow = z.infer<typeof CodeRow>;

/** A kind with its terms: `published` by the street, or as the catalogue of the program has it. */
export const TermsRow = z.strictObject({ kind: Kind, published: z.boolean(), things: Count });
export type TermsRow = z.infer<typeof TermsRow>;

/** What a recall is about: one kind, those of it whose name holds the model, or these barcodes. */
export const RecallDraft = z
  .strictObject({
    kind: z.string().min(1).max(31).nullable(),
    model: z.string().trim().min(1).max(80).nullable(),
    barcodes: z.array(z.string().trim().min(3).max(64)).max(500),
    why: z.strictObject({ zh: z.string().trim().min(2).max(80), en: z.string().trim().min(2).max(120) }),
  })
  .refine((draft) => draft.kind !== null || draft.model !== null || draft.barcodes.length > 0, {
    message: 'say what is recalled: a kind, a model, or barcodes',
  });
export type RecallDraft = z.infer<typeof RecallDraft>;

export const RecallRow = z.strictObject({
  recall: Ref,
  kind: z.string().nullable(),
  model: z.string().nullable(),
  barcodes: z.array(z.string()),
  why: Named,
  at: Instant,
  things: Count,
});
export type RecallRow = z.infer<typeof RecallRow>;

/** What a change would touch, told before it is published. */
export const Preview = z.strictObject({
  things: Count,
  out: Count,
  byHut: z.array(z.strictObject({ hut: Ref, name: z.string(), things: Count, out: Count })),
  /** Up to 20 of the things. */
  examples: z.array(StockRow),
});
export type Preview = z.infer<typeof Preview>;

/** One line of the audit trail: who did what at the desk, when. */
export const AuditRow = z.strictObject({
  id: Ref,
  at: Instant,
  /** Name of the account; null before anybody signed in. */
  who: z.string().nullable(),
  what: z.string(),
  hut: z.string().nullable(),
  about: z.string().nullable(),
  /** Network address that asked. */
  from: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;
