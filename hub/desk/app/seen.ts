import { createContext, useContext, useSyncExternalStore } from 'react';
import type { OwnLanguage } from '../../../domain/contract/words.ts';
import type { Me } from '../../../domain/desk/accounts.ts';
import { type DeskAct, reachOf } from '../../../domain/desk/roles.ts';
import { type DeskDates, datesIn } from '../words/dates.ts';
import { type Say, useSay } from '../words/words.ts';

/** Who is signed in and in which language they read. */
export interface Seen {
  me: Me | null;
  language: OwnLanguage;
  setLanguage(language: OwnLanguage): void;
  setMe(me: Me | null): void;
}

export const SeenContext = createContext<Seen | null>(null);

export function useSeen(): Seen {
  const seen = useContext(SeenContext);
  if (seen === null) throw new Error('a page is drawn outside of the desk');
  return seen;
}

/** The words and dates of the language on the page. */
export function useTongue(): { say: Say; dates: DeskDates; language: OwnLanguage } {
  const { language } = useSeen();
  const say = useSay(language);
  return { say, dates: datesIn(language), language };
}

/** Whether whoever is signed in may do this at all; on which hut, the hub says. */
export function useMay(act: DeskAct): boolean {
  const { me } = useSeen();
  return me !== null && reachOf({ role: me.role, huts: me.huts.map(({ hut }) => hut) }, act) !== 'none';
}

const narrow = window.matchMedia('(max-width: 760px)');
const listen = (changed: () => void) => {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
};
/** On a phone, tables are lists of cards. */
export const useNarrow = (): boolean => useSyncExternalStore(listen, () => narrow.matches);
