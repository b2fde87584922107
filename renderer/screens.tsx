import { type ComponentType, lazy } from 'react';
import type { Screen, ScreenAt } from '../domain/contract/screen.ts';
import { Attract } from './home/attract.tsx';
import { Home } from './home/home.tsx';

export type ScreenOf<At extends ScreenAt> = Extract<Screen, { at: At }>;
type ScreenPart<At extends ScreenAt> = ComponentType<{ screen: ScreenOf<At> }>;

const load = {
  pick: () => import('./lending/pick.tsx'),
  item: () => import('./lending/item.tsx'),
  door: () => import('./lending/door.tsx'),
  doubt: () => import('./lending/door-doubt.tsx'),
  borrowed: () => import('./lending/borrowed.tsx'),
  loans: () => import('./lending/loans.tsx'),
  refusal: () => import('./lending/refusal.tsx'),
  identify: () => import('./people/identify.tsx'),
  phone: () => import('./people/phone.tsx'),
  pin: () => import('./people/pin.tsx'),
  registering: () => import('./people/registering.tsx'),
  return: () => import('./returning/return.tsx'),
  returnScan: () => import('./returning/return-scan.tsx'),
  returned: () => import('./returning/returned.tsx'),
  stillThere: () => import('./visit/still-there.tsx'),
  keeperCalled: () => import('./visit/keeper-called.tsx'),
  trouble: () => import('./visit/trouble.tsx'),
};

/** Fetches every screen once the first one stands, so that none waits when it is needed. */
export const fetchAll = (): Promise<unknown> => Promise.all(Object.values(load).map((get) => get()));

const screens: { [At in ScreenAt]: ScreenPart<At> } = {
  attract: Attract,
  home: Home,
  pick: lazy(() => load.pick().then((m) => ({ default: m.Pick }))),
  item: lazy(() => load.item().then((m) => ({ default: m.Item }))),
  identify: lazy(() => load.identify().then((m) => ({ default: m.Identify }))),
  phone: lazy(() => load.phone().then((m) => ({ default: m.Phone }))),
  pin: lazy(() => load.pin().then((m) => ({ default: m.Pin }))),
  consent: lazy(() => load.registering().then((m) => ({ default: m.Consent }))),
  room: lazy(() => load.registering().then((m) => ({ default: m.Room }))),
  door: lazy(() => load.door().then((m) => ({ default: m.Door }))),
  'door-doubt': lazy(() => load.doubt().then((m) => ({ default: m.DoorDoubt }))),
  borrowed: lazy(() => load.borrowed().then((m) => ({ default: m.Borrowed }))),
  'return-scan': lazy(() => load.returnScan().then((m) => ({ default: m.ReturnScan }))),
  return: lazy(() => load.return().then((m) => ({ default: m.Return }))),
  'return-problem': lazy(() => load.return().then((m) => ({ default: m.ReturnProblem }))),
  'put-back': lazy(() => load.return().then((m) => ({ default: m.PutBack }))),
  returned: lazy(() => load.returned().then((m) => ({ default: m.Returned }))),
  loans: lazy(() => load.loans().then((m) => ({ default: m.Loans }))),
  refusal: lazy(() => load.refusal().then((m) => ({ default: m.RefusalScreen }))),
  'still-there': lazy(() => load.stillThere().then((m) => ({ default: m.StillThere }))),
  'keeper-called': lazy(() => load.keeperCalled().then((m) => ({ default: m.KeeperCalled }))),
  trouble: lazy(() => load.trouble().then((m) => ({ default: m.Trouble }))),
};

/** Draws one screen. The table above pairs each kind of screen with its part, so the types agree by key. */
export function ScreenBody({ screen }: { screen: Screen }) {
  const Part = screens[screen.at] as ComponentType<{ screen: Screen }>;
  return <Part screen={screen} />;
}

/** The colour a flow wears. */
export function flowOf(screen: Screen): 'is-borrow' | 'is-return' {
  switch (screen.at) {
    case 'return-scan':
    case 'return':
    case 'return-problem':
    case 'put-back':
    case 'returned':
    case 'loans':
      return 'is-return';
    case 'refusal':
      return screen.refusal.why === 'limit-reached' || screen.flow === 'return' ? 'is-return' : 'is-borrow';
    case 'door':
    case 'door-doubt':
      return screen.purpose === 'return' ? 'is-return' : 'is-borrow';
    case 'identify':
    case 'phone':
      return screen.purpose === 'my-loans' ? 'is-return' : 'is-borrow';
    default:
      return 'is-borrow';
  }
}
