import { type ComponentType, useEffect, useState } from 'react';
import type { Screen, ScreenAt, View } from '../domain/contract/screen.ts';
import { Attract } from './home/attract.tsx';
import { Home } from './home/home.tsx';
import { fetchDeskWords, fetchVisitWords } from './words/fetch-words.ts';
import { fetchWords, hasWords } from './words/words.ts';

export type ScreenOf<At extends ScreenAt> = Extract<Screen, { at: At }>;
type ScreenPart<At extends ScreenAt> = ComponentType<{ screen: ScreenOf<At> }>;

/** Where each screen's part comes from. Attract and home are in the first chunk; the rest is fetched when idle. */
const sources: { [At in ScreenAt]?: () => Promise<ScreenPart<At>> } = {
  figures: () => import('./figures/figures.tsx').then((m) => m.Figures),
  fund: () => import('./fund/books.tsx').then((m) => m.Fund),
  donations: () => import('./fund/books.tsx').then((m) => m.Donations),
  pick: () => import('./lending/pick.tsx').then((m) => m.Pick),
  item: () => import('./lending/item.tsx').then((m) => m.Item),
  fetch: () => import('./lending/fetch.tsx').then((m) => m.Fetch),
  identify: () => import('./people/identify.tsx').then((m) => m.Identify),
  phone: () => import('./people/phone.tsx').then((m) => m.Phone),
  pin: () => import('./people/pin.tsx').then((m) => m.Pin),
  consent: () => import('./people/registering.tsx').then((m) => m.Consent),
  room: () => import('./people/registering.tsx').then((m) => m.Room),
  door: () => import('./lending/door.tsx').then((m) => m.Door),
  'door-doubt': () => import('./lending/door-doubt.tsx').then((m) => m.DoorDoubt),
  borrowed: () => import('./lending/borrowed.tsx').then((m) => m.Borrowed),
  'return-scan': () => import('./returning/return-scan.tsx').then((m) => m.ReturnScan),
  return: () => import('./returning/return.tsx').then((m) => m.Return),
  'return-problem': () => import('./returning/return.tsx').then((m) => m.ReturnProblem),
  'return-tell': () => import('./memo/return-tell.tsx').then((m) => m.ReturnTell),
  'put-back': () => import('./returning/return.tsx').then((m) => m.PutBack),
  returned: () => import('./returning/returned.tsx').then((m) => m.Returned),
  loans: () => import('./lending/loans.tsx').then((m) => m.Loans),
  refusal: () => import('./lending/refusal.tsx').then((m) => m.RefusalScreen),
  'still-there': () => import('./visit/still-there.tsx').then((m) => m.StillThere),
  'keeper-called': () => import('./visit/keeper-called.tsx').then((m) => m.KeeperCalled),
  trouble: () => import('./visit/trouble.tsx').then((m) => m.Trouble),
  'keeper-pin': () => import('./keeper/keeper-pin.tsx').then((m) => m.KeeperPin),
  'keeper-devices': () => import('./commissioning/devices.tsx').then((m) => m.Devices),
  'keeper-health': () => import('./keeper/keeper-health.tsx').then((m) => m.KeeperHealth),
  'keeper-hub': () => import('./keeper/keeper-hub.tsx').then((m) => m.KeeperHub),
  'keeper-hub-code': () => import('./keeper/keeper-hub.tsx').then((m) => m.KeeperHubCode),
  'keeper-desk': () => import('./keeper/keeper-desk.tsx').then((m) => m.KeeperDesk),
  'keeper-doors': () => import('./keeper/keeper-doors.tsx').then((m) => m.KeeperDoors),
  'keeper-reason': () => import('./keeper/keeper-reason.tsx').then((m) => m.KeeperReason),
  'keeper-door': () => import('./keeper/keeper-door.tsx').then((m) => m.KeeperDoor),
  'keeper-doubt': () => import('./keeper/keeper-door.tsx').then((m) => m.KeeperDoubt),
  'keeper-opened': () => import('./keeper/keeper-door.tsx').then((m) => m.KeeperOpened),
  'keeper-things': () => import('./keeper/keeper-things.tsx').then((m) => m.KeeperThings),
  'keeper-thing': () => import('./keeper/keeper-thing.tsx').then((m) => m.KeeperThing),
  'keeper-memos': () => import('./memo/keeper-memos.tsx').then((m) => m.KeeperMemos),
  'keeper-why': () => import('./keeper/keeper-thing.tsx').then((m) => m.KeeperWhy),
  'keeper-done': () => import('./keeper/keeper-done.tsx').then((m) => m.KeeperDone),
  'keeper-residents': () => import('./keeper/keeper-residents.tsx').then((m) => m.KeeperResidents),
  'keeper-phone': () => import('./keeper/keeper-residents.tsx').then((m) => m.KeeperPhone),
  'keeper-resident': () => import('./keeper/keeper-resident.tsx').then((m) => m.KeeperResident),
  'keeper-give-card': () => import('./keeper/keeper-resident.tsx').then((m) => m.KeeperGiveCard),
  'keeper-block-card': () => import('./keeper/keeper-resident.tsx').then((m) => m.KeeperBlockCard),
  'keeper-erase': () => import('./keeper/keeper-resident.tsx').then((m) => m.KeeperErase),
  'keeper-voice': () => import('./keeper/keeper-voice.tsx').then((m) => m.KeeperVoice),
  'keeper-clip': () => import('./keeper/keeper-clip.tsx').then((m) => m.KeeperClip),
  'keeper-entries': () => import('./fund/keeper-entries.tsx').then((m) => m.KeeperEntries),
  'keeper-entry': () => import('./fund/entry-sheet.tsx').then((m) => m.KeeperEntry),
  'keeper-entry-what': () => import('./fund/entering.tsx').then((m) => m.KeeperEntryWhat),
  'keeper-entry-amount': () => import('./fund/entering.tsx').then((m) => m.KeeperEntryAmount),
  'keeper-entry-from': () => import('./fund/entering.tsx').then((m) => m.KeeperEntryFrom),
  'keeper-entry-words': () => import('./fund/entering.tsx').then((m) => m.KeeperEntryWords),
  'keeper-entry-sure': () => import('./fund/entry-sheet.tsx').then((m) => m.KeeperEntrySure),
  'keeper-refusal': () => import('./keeper/keeper-refusal.tsx').then((m) => m.KeeperRefusal),
};

/** Parts that are here. A screen is drawn only from these, so that no frame shows an empty wall. */
const parts: { [At in ScreenAt]?: ScreenPart<At> } = { attract: Attract, home: Home };

const fetchPart = async <At extends ScreenAt>(at: At): Promise<void> => {
  const [part] = await Promise.all([
    sources[at]?.(),
    fetchVisitWords(),
    at.startsWith('keeper-') ? fetchDeskWords() : null,
  ]);
  if (part) parts[at] = part as (typeof parts)[At];
};

/** One that somebody waits for. Where its file does not come it is drawn all the same, and breaks by what kept it. */
const fetchWanted = <At extends ScreenAt>(at: At): Promise<void> =>
  fetchPart(at).catch((error: unknown) => {
    const broken: ScreenPart<At> = () => {
      throw error;
    };
    parts[at] = broken as (typeof parts)[At];
  });

/** Fetches every screen once the first one stands, so that none waits when it is needed. */
export const fetchAll = (): Promise<unknown> =>
  Promise.all((Object.keys(sources) as ScreenAt[]).map((at) => fetchPart(at)));

/** The newest view whose part and words are here; while they are on their way the screen before stays. */
export function useDrawable<T extends { view: Pick<View, 'screen' | 'preferences'> }>(
  newest: T | null,
): T | null {
  const [drawn, setDrawn] = useState<T | null>(null);
  const at = newest?.view.screen.at;
  const language = newest?.view.preferences.language;
  const here = at !== undefined && parts[at] !== undefined && language !== undefined && hasWords(language);
  if (newest && here && drawn !== newest) setDrawn(newest);
  useEffect(() => {
    let wanted = true;
    if (newest && at !== undefined && language !== undefined && !here) {
      void Promise.all([fetchWanted(at), fetchWords(language)]).then(() => {
        if (wanted) setDrawn(newest);
      });
    }
    return () => {
      wanted = false;
    };
  }, [newest, at, language, here]);
  return here ? newest : drawn;
}

/** Draws one screen. The table pairs each kind of screen with its part, so the types agree by key. */
export function ScreenBody({ screen }: { screen: Screen }) {
  const Part = parts[screen.at] as ComponentType<{ screen: Screen }> | undefined;
  return Part ? <Part screen={screen} /> : null;
}

/** The colour a flow wears. */
export function flowOf(screen: Screen): 'is-borrow' | 'is-return' {
  switch (screen.at) {
    case 'return-scan':
    case 'return':
    case 'return-problem':
    case 'return-tell':
    case 'put-back':
    case 'returned':
    case 'loans':
    case 'figures':
    case 'fund':
    case 'donations':
      return 'is-return';
    case 'refusal':
      // The first way wears the colour of where it leads.
      return screen.flow === 'return' || screen.ways[0] === 'return-one' ? 'is-return' : 'is-borrow';
    case 'door':
    case 'door-doubt':
      return screen.purpose === 'return' ? 'is-return' : 'is-borrow';
    case 'identify':
    case 'phone':
      return screen.purpose === 'my-loans' ? 'is-return' : 'is-borrow';
    default:
      // The desk wears slate blue.
      return screen.at.startsWith('keeper-') && screen.at !== 'keeper-called' ? 'is-return' : 'is-borrow';
  }
}
