import { z } from 'zod';
import { ReleaseNumber } from '../release.ts';
import { CardToken } from '../sync/members.ts';
import { Page, paged } from './paging.ts';
import {
  BlockDraft,
  BlockedCardRow,
  BlockRow,
  CaseNumber,
  ErasureRow,
  EventDraft,
  EventRow,
  HutReleaseRow,
  ReplyDraft,
  ReplyRow,
  ResidentSought,
  ResidentView,
  ServiceDraft,
  ServiceRow,
} from './streams.ts';

const Ref = z.string().min(1).max(64);
const Nothing = z.strictObject({});
const rows = <T extends z.ZodType>(row: T) => z.strictObject({ rows: z.array(row) });

/** Calls about what travels down to the huts besides terms and recalls; a part of the contract. */
export const streamCalls = {
  /** Looks somebody up, and writes down who asked. */
  'resident-find': {
    gate: 'keep-residents',
    args: z.strictObject({ sought: ResidentSought }),
    answer: z.strictObject({ resident: ResidentView }),
  },
  blocks: {
    gate: 'see-residents',
    args: Nothing,
    answer: z.strictObject({ rows: z.array(BlockRow), cards: z.array(BlockedCardRow) }),
  },
  /** Blocks somebody under every reference of theirs; the newest draft replaces the one before. */
  block: {
    gate: 'keep-residents',
    args: z.strictObject({ person: Ref, draft: BlockDraft }),
    answer: Nothing,
  },
  unblock: { gate: 'keep-residents', args: z.strictObject({ person: Ref }), answer: Nothing },
  'card-block': { gate: 'keep-residents', args: z.strictObject({ token: CardToken }), answer: Nothing },
  'card-unblock': { gate: 'keep-residents', args: z.strictObject({ token: CardToken }), answer: Nothing },
  erasures: { gate: 'see-residents', args: z.strictObject({ ...Page }), answer: paged(ErasureRow) },
  /** Erases at the hub at once, and orders it of every hut. It cannot be taken back. */
  'erasure-order': { gate: 'keep-residents', args: z.strictObject({ person: Ref }), answer: Nothing },

  replies: { gate: 'see-replies', args: z.strictObject({ ...Page }), answer: paged(ReplyRow) },
  /** `number` null: the first answer to a case; its number is given here, for the resident's slip. */
  'reply-publish': {
    gate: 'reply',
    args: z.strictObject({ hut: Ref, number: CaseNumber.nullable(), draft: ReplyDraft }),
    answer: z.strictObject({ number: CaseNumber }),
  },
  'reply-end': { gate: 'reply', args: z.strictObject({ hut: Ref, number: CaseNumber }), answer: Nothing },

  services: { gate: 'see-notices', args: Nothing, answer: rows(ServiceRow) },
  /** `service` null: a new one. */
  'service-publish': {
    gate: 'publish',
    args: z.strictObject({ service: Ref.nullable(), draft: ServiceDraft }),
    answer: z.strictObject({ service: Ref }),
  },
  'service-end': { gate: 'publish', args: z.strictObject({ service: Ref }), answer: Nothing },
  events: { gate: 'see-notices', args: Nothing, answer: rows(EventRow) },
  /** `event` null: a new one. */
  'event-publish': {
    gate: 'publish',
    args: z.strictObject({ event: Ref.nullable(), draft: EventDraft }),
    answer: z.strictObject({ event: Ref }),
  },
  'event-end': { gate: 'publish', args: z.strictObject({ event: Ref }), answer: Nothing },

  /** What the huts run. `minimum`: releases before it are to be replaced; null: any will do. `own`: the hub's. */
  releases: {
    gate: 'see-huts',
    args: Nothing,
    answer: z.strictObject({
      minimum: ReleaseNumber.nullable(),
      own: ReleaseNumber,
      rows: z.array(HutReleaseRow),
    }),
  },
  /** Above the hub's own release it is refused: hubs first, then huts. Null: any will do again. */
  'release-require': {
    gate: 'publish',
    args: z.strictObject({ release: ReleaseNumber.nullable() }),
    answer: Nothing,
  },
} as const;
