import type { Action } from '../../domain/contract/action.ts';
import { type Book, entriesShown } from '../../domain/contract/fund-screen.ts';
import type { Screen } from '../../domain/contract/screen.ts';
import { amountDigits, choicesOf, Entry, type EntryOf, type EntryWhat } from '../../domain/fund/entry.ts';
import type { Donations } from '../donating/donations.ts';
import { diskRefusal } from '../keeper/refusing.ts';
import { isLedgerFault, type LedgerFault } from '../ledger/fault.ts';
import type { VisitContext } from '../visit/context.ts';
import { afterKey } from '../visit/identifying.ts';
import { windowOf } from '../visit/pages.ts';
import type { Stage } from '../visit/stage.ts';
import type { EntryRefusal } from './entries.ts';
import { type Fund, fundStands } from './fund.ts';

/** What is known of an entry while it is made. */
interface Begun {
  of: EntryOf;
  what: EntryWhat;
  /** Fen, or things. */
  amount: number;
}

/** A keeper enters money or a donation, or takes back what was entered. */
export type EntryStage =
  | { at: 'keeper-entries'; book: Book; page: number }
  | { at: 'keeper-entry'; book: Book; ref: string }
  | { at: 'keeper-entry-what'; of: EntryOf }
  | { at: 'keeper-entry-amount'; of: EntryOf; what: EntryWhat; digits: string }
  | ({ at: 'keeper-entry-from' } & Begun)
  | ({ at: 'keeper-entry-words' } & Begun)
  | { at: 'keeper-entry-sure'; entry: Entry };

export interface Books {
  fund: Fund;
  donations: Donations;
}

const bookOf = (of: EntryOf): Book => (of === 'donation' ? 'donations' : 'fund');
const list = (of: EntryOf): Stage => ({ at: 'keeper-entries', book: bookOf(of), page: 0 });

/** Where a press leads while a keeper enters something; null when it means nothing there. */
export function onEntering(at: VisitContext, stage: EntryStage, action: Action): Stage | null {
  switch (stage.at) {
    case 'keeper-entries':
      return onEntries(at, stage, action);
    case 'keeper-entry':
      return onEntry(at, stage, action);
    case 'keeper-entry-what':
      return onWhat(stage, action);
    case 'keeper-entry-amount':
      return onAmount(stage, action);
    case 'keeper-entry-from':
      return onFrom(stage, action);
    case 'keeper-entry-words':
      return onWords(stage, action);
    case 'keeper-entry-sure':
      return onSure(at, stage, action);
  }
}

type On<At extends EntryStage['at']> = Extract<EntryStage, { at: At }>;

function onEntries(at: VisitContext, { book }: On<'keeper-entries'>, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'keeper-desk' };
  if (action.do === 'page') return { at: 'keeper-entries', book, page: action.page };
  if (action.do === 'enter') {
    return bookOf(action.of) === book ? { at: 'keeper-entry-what', of: action.of } : null;
  }
  if (action.do !== 'entry') return null;
  const kept = at[book].byRef(action.ref);
  return kept === null || kept.takenBack ? null : { at: 'keeper-entry', book, ref: action.ref };
}

function onEntry(at: VisitContext, { book, ref }: On<'keeper-entry'>, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'keeper-entries', book, page: 0 };
  if (action.do !== 'confirm' || at.keeper === null) return null;
  const taken = at[book].takeBack({ keeper: at.keeper.keeper, ref });
  if (!taken.ok) return refuse(at, taken.refusal);
  at.cue('done');
  return { at: 'keeper-done', what: 'entry-taken-back', book };
}

function onWhat({ of }: On<'keeper-entry-what'>, action: Action): Stage | null {
  if (action.do === 'back') return list(of);
  if (action.do !== 'entry-what' || !choicesOf[of].includes(action.what)) return null;
  return { at: 'keeper-entry-amount', of, what: action.what, digits: '' };
}

function onAmount(stage: On<'keeper-entry-amount'>, action: Action): Stage | null {
  const { of, what } = stage;
  if (action.do === 'back') return { at: 'keeper-entry-what', of };
  if (action.do === 'key') {
    // A nought in front is none: the digits are the number.
    const digits = afterKey(stage.digits, action.key, amountDigits[of]).replace(/^0+/, '');
    return { ...stage, digits };
  }
  if (action.do !== 'submit' || stage.digits === '') return null;
  const at = of === 'donation' ? 'keeper-entry-from' : 'keeper-entry-words';
  return { at, of, what, amount: Number(stage.digits) };
}

function onFrom({ of, what, amount }: On<'keeper-entry-from'>, action: Action): Stage | null {
  if (action.do === 'back') return { at: 'keeper-entry-amount', of, what, digits: String(amount) };
  if (action.do !== 'entry-from') return null;
  return action.from === 'organisation'
    ? { at: 'keeper-entry-words', of, what, amount }
    : sure({ of, what, amount, words: null });
}

function onWords({ of, what, amount }: On<'keeper-entry-words'>, action: Action): Stage | null {
  if (action.do === 'back') {
    return of === 'donation'
      ? { at: 'keeper-entry-from', of, what, amount }
      : { at: 'keeper-entry-amount', of, what, digits: String(amount) };
  }
  if (action.do !== 'entry-words' || (of === 'donation' && action.words === null)) return null;
  return sure({ of, what, amount, words: action.words });
}

/** What was pressed together makes an entry, or nothing. */
function sure(asked: Begun & { words: string | null }): Stage | null {
  const entry = Entry.safeParse(asked);
  return entry.success ? { at: 'keeper-entry-sure', entry: entry.data } : null;
}

function onSure(at: VisitContext, { entry }: On<'keeper-entry-sure'>, action: Action): Stage | null {
  if (action.do === 'back') return list(entry.of);
  if (action.do !== 'confirm' || at.keeper === null) return null;
  const { keeper } = at.keeper;
  const entered =
    entry.of === 'donation' ? at.donations.enter({ keeper, entry }) : at.fund.enter({ keeper, entry });
  if (!entered.ok) return refuse(at, entered.refusal);
  at.cue('done');
  return { at: 'keeper-done', what: 'entered', book: bookOf(entry.of) };
}

function refuse(at: VisitContext, refusal: EntryRefusal | LedgerFault): Stage {
  at.cue('refused');
  if (isLedgerFault(refusal)) return diskRefusal(refusal);
  return { at: 'keeper-refusal', why: refusal.why === 'short' ? 'fund-short' : 'entry-gone' };
}

/** Screens of it, from the stage and the books. */
export function drawEntering({ fund, donations }: Books, stage: EntryStage): Screen {
  switch (stage.at) {
    case 'keeper-entries': {
      const book = stage.book === 'fund' ? fund : donations;
      const { page, pages, from } = windowOf(book.count(), stage.page, entriesShown);
      const stands =
        stage.book === 'fund'
          ? fundStands(fund.totals()).left
          : donations.totals().reduce((all, { amount }) => all + amount, 0);
      const entries = book.newest(from, entriesShown);
      return { at: 'keeper-entries', book: stage.book, page, pages, stands, entries };
    }
    case 'keeper-entry': {
      const kept = (stage.book === 'fund' ? fund : donations).byRef(stage.ref);
      if (kept === null) throw new Error(`no entry ${stage.ref}`);
      return { at: 'keeper-entry', kept };
    }
    case 'keeper-entry-what':
      return { at: 'keeper-entry-what', of: stage.of };
    case 'keeper-entry-amount':
      return {
        at: 'keeper-entry-amount',
        of: stage.of,
        what: stage.what,
        amount: Number(stage.digits),
      };
    case 'keeper-entry-from':
      return { at: 'keeper-entry-from', what: stage.what, amount: stage.amount };
    case 'keeper-entry-words':
      return { at: 'keeper-entry-words', of: stage.of, what: stage.what };
    case 'keeper-entry-sure':
      return { at: 'keeper-entry-sure', entry: stage.entry };
  }
}

/** The public page of money: figures of the hut, of nobody in it. */
export function drawFund({ fund }: Books): Screen {
  const { in: came, out: went, left } = fundStands(fund.totals());
  return { at: 'fund', came, went, left, sums: fund.totals(), newest: fund.standing(entriesShown) };
}

/** The public page of what was given. */
export const drawDonations = ({ donations }: Books): Screen => ({
  at: 'donations',
  sums: donations.totals(),
  newest: donations.standing(entriesShown),
});

/** What the first page of the public figures says of both books. */
export const givenAndSold = ({ fund, donations }: Books): { given: number; proceeds: number } => ({
  given: donations.totals().reduce((all, { amount }) => all + amount, 0),
  proceeds: fund
    .totals()
    .reduce((all, { of, what, amount }) => (of === 'in' && what === 'sale' ? all + amount : all), 0),
});
