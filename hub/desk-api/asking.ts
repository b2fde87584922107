import type {
  DeskAnswer,
  DeskArgs,
  DeskCallName,
  DeskRefusal,
  DeskRefusalCode,
} from '../../domain/desk/contract.ts';
import { type DeskAct, reachOf } from '../../domain/desk/roles.ts';
import { type Result, refused } from '../../domain/result.ts';
import type { StickAnswer } from '../../domain/sync/stick.ts';
import type { Settling } from '../across/settling.ts';
import type { StickFault } from '../intake/import-stick.ts';
import type { HubLog } from '../log-catalogue.ts';
import type { Sealing } from '../members/sealing.ts';
import type { Sql, Store } from '../store/store.ts';
import type { Account } from './accounts.ts';
import { type Deed, type Doer, writeAudit } from './audit.ts';
import type { DeskBooks } from './books.ts';
import type { Passwords } from './passwords.ts';

/** What the desk's calls are answered with. */
export interface DeskDeps {
  store: Store;
  books: DeskBooks;
  /** The hub's wall clock. */
  clock: { wall(): number };
  newId(): string;
  /** Six digits by chance, for a resident's slip. */
  newNumber(): string;
  random: (bytes: Uint8Array) => void;
  /** Brings what lies between huts up to date: the hub's own, which keeps what could not be settled. */
  settle: Settling;
  /** Takes what a hut put on a stick. */
  importStick(text: string): Promise<Result<StickAnswer, StickFault>>;
  passwords: Passwords;
  sealing: Sealing;
  log: HubLog;
}

/** One call that is being answered. */
export interface Asking {
  deps: DeskDeps;
  now: number;
  /** Whoever is signed in. */
  who: Account | null;
  /** Network address that asks. */
  from: string;
  /** Origin of the page, such as `https://hub.example.org`; passkeys belong to it. */
  origin: string;
  /** The token that the browser came with. */
  token: string | null;
  /** Sets the token that the browser shall keep; null takes it away. */
  keep(token: string | null): void;
}

/** A call that needs somebody signed in has them. */
export interface AskingSignedIn extends Asking {
  who: Account;
}

export type Answering<N extends DeskCallName> = Promise<Result<DeskAnswer<N>, DeskRefusal>>;
export type Handler<N extends DeskCallName> = (asking: AskingSignedIn, args: DeskArgs<N>) => Answering<N>;
/** A call that nobody need be signed in for. */
export type OpenHandler<N extends DeskCallName> = (asking: Asking, args: DeskArgs<N>) => Answering<N>;

export const refuse = (code: DeskRefusalCode, message: string, retryAfter?: number) =>
  refused<DeskRefusal>({ code, message, ...(retryAfter === undefined ? {} : { retryAfter }) });

const doerOf = ({ who, from }: Asking): Doer => ({
  account: who?.account ?? null,
  who: who?.name ?? null,
  from,
});

/** Writes the deed into the trail, in this transaction. `who` stands in for somebody who is only now signed in. */
export const note = (asking: Asking, sql: Sql, deed: Deed, who: Account | null = asking.who): Promise<void> =>
  writeAudit(sql, asking.deps.newId(), asking.now, doerOf({ ...asking, who }), deed);

/** The huts that somebody reaches with an act: null for all of them. */
export const scopeOf = ({ who }: AskingSignedIn, act: DeskAct): readonly string[] | null =>
  reachOf(who, act) === 'all' ? null : reachOf(who, act) === 'own' ? who.huts : [];
