import type { DeskAnswer, DeskArgs } from '../../domain/desk/contract.ts';
import type {
  CaseRow,
  CodeRow,
  HutDetail,
  HutRow,
  KeyRow,
  LoanRow,
  RecallRow,
  StockRow,
} from '../../domain/desk/rows.ts';
import type {
  EventRow,
  HutReleaseRow,
  ReplyRow,
  ResidentSought,
  ResidentView,
  ServiceRow,
} from '../../domain/desk/streams.ts';
import type { Kind } from '../../domain/stock/kinds.ts';
import type { FeedStream, FeedValue, Recall } from '../../domain/sync/feeds.ts';
import type { Sql } from '../store/store.ts';
import type { Sought } from './books/stock.ts';

/** Huts that a reader may see: null for all. */
export type Scope = readonly string[] | null;

/**
 * What the desk reads of the hub's books and writes into them. Writes take the transaction of the desk's audit trail,
 * so that neither is there without the other.
 */
export interface DeskBooks {
  hutNames(): Promise<ReadonlyMap<string, string>>;
  huts(scope: Scope, now: number): Promise<HutRow[]>;
  /** One hut besides its row; null where there is none. */
  hut(hut: string): Promise<Omit<HutDetail, 'row'> | null>;
  stock(scope: Scope, asked: DeskArgs<'stock'>, limit: number, now: number): Promise<DeskAnswer<'stock'>>;
  /** Things of all huts that are not retired and may be those sought. */
  things(sought: Sought, now: number): Promise<StockRow[]>;
  /** How many there are of each kind. */
  kindCounts(): Promise<ReadonlyMap<string, number>>;
  loans(scope: Scope, asked: DeskArgs<'loans'>, limit: number): Promise<DeskAnswer<'loans'>>;
  overdue(scope: Scope, after: string | null, limit: number, now: number): Promise<DeskAnswer<'overdue'>>;
  /** An open loan and the number to call; null where no such loan is open. */
  borrower(hut: string, loan: string): Promise<{ loan: LoanRow; phone: string | null } | null>;
  cases(scope: Scope, asked: DeskArgs<'cases'>, limit: number): Promise<DeskAnswer<'cases'>>;
  /** An open case of this scope by its id; null where there is none. */
  openCase(scope: Scope, id: string): Promise<CaseRow | null>;
  /** `version`: of the facts that they saw. False when it is not open, or its facts are others. */
  closeCase(
    sql: Sql,
    id: string,
    how: { by: string; version: string; note: string; now: number },
  ): Promise<boolean>;
  keys(): Promise<KeyRow[]>;
  codes(now: number): Promise<CodeRow[]>;
  /** Opens a code for this hut, or for a new one with this name. */
  openCode(
    name: string,
    hut: string | null,
    now: number,
    then: (sql: Sql, hut: string) => Promise<void>,
  ): Promise<{ code: string; expires: number }>;
  confirmKey(sql: Sql, key: string, now: number): Promise<boolean>;
  revokeKey(sql: Sql, key: string, now: number): Promise<boolean>;
  /** The terms that the street has published. */
  terms(): Promise<Kind[]>;
  publishTerms(sql: Sql, kind: Kind, now: number): Promise<void>;
  /** Every reference of somebody, the one that stands for all first; null where the hub knows nobody like that. */
  personsSought(sought: ResidentSought): Promise<[string, ...string[]] | null>;
  resident(persons: readonly [string, ...string[]], now: number): Promise<ResidentView>;
  /** Persons and cards that are blocked now. */
  standing(now: number): Promise<DeskAnswer<'blocks'>>;
  erasures(after: string | null, limit: number): Promise<DeskAnswer<'erasures'>>;
  replies(scope: Scope): Promise<ReplyRow[]>;
  services(): Promise<ServiceRow[]>;
  events(): Promise<EventRow[]>;
  /** What each hut runs. */
  releases(scope: Scope): Promise<HutReleaseRow[]>;
  /** The oldest release that the street takes; null: any. */
  minimumRelease(): Promise<string | null>;
  /** Puts a row into a feed; null takes it away. `hut`: whose, or `*`. */
  publish<S extends FeedStream>(
    sql: Sql,
    now: number,
    stream: S,
    hut: string,
    key: string,
    value: FeedValue<S> | null,
  ): Promise<void>;
  recalls(): Promise<Omit<RecallRow, 'things'>[]>;
  /** `recall` null lifts it. */
  publishRecall(sql: Sql, id: string, recall: Recall | null, now: number): Promise<void>;
}
