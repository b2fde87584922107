import type { Clock } from '../../domain/clock.ts';
import type { Config, LockerLayout } from '../../domain/config/config.ts';
import type { Health } from '../../domain/contract/health.ts';
import type { FunctionId, ItemView, LoanView, Screen, View } from '../../domain/contract/screen.ts';
import type { Trouble } from '../../domain/contract/trouble.ts';
import type { CycleState } from '../../domain/door/cycle.ts';
import { loanLimits } from '../../domain/lending/borrowing.ts';
import { hutTimeZone } from '../../domain/lending/due-date.ts';
import { maskPhone, pinLength } from '../../domain/people/identity.ts';
import { bothNames } from '../../domain/stock/both-names.ts';
import type { Commissioning } from '../commissioning/commissioning.ts';
import { type Books, drawDonations, drawFund, givenAndSold } from '../fund/entering.ts';
import type { Keeping } from '../keeper/keeping.ts';
import { drawKeeper, drawKeeperDoor } from '../keeper/view.ts';
import type { Lending } from '../lending/lending.ts';
import type { Loan } from '../lending/lending-types.ts';
import { returnsBasket } from '../lending/returning.ts';
import type { Memos } from '../memo/memos.ts';
import type { Residents } from '../people/residents.ts';
import type { Recordings } from '../sound/recordings.ts';
import { soundNow } from '../sound/sound-now.ts';
import type { HubDesk } from '../sync/hub-desk.ts';
import { loansPerPage } from './loans.ts';
import { maskTyped } from './masking.ts';
import { pageOf } from './pages.ts';
import type { Stage } from './stage.ts';
import { undoableOn } from './undoing.ts';
import type { Visit } from './visit.ts';

/** Functions that this hut's home screen offers. Later functions are added here and nowhere else. */
export const homeFunctions: FunctionId[] = ['borrow', 'return', 'my-loans', 'figures'];
const kindsPerPage = 6;

export interface ViewDeps extends Books {
  visit: Pick<Visit, 'stage' | 'token' | 'preferences' | 'who' | 'keeper' | 'endsIn'>;
  lending: Lending;
  keeping: Keeping;
  residents: Residents;
  commissioning: Commissioning;
  recordings: Recordings;
  memos: Memos;
  config: Config;
  health: () => Health;
  hub: Pick<HubDesk, 'status' | 'address'>;
  layout: LockerLayout;
  clock: Clock;
  faultOf: Parameters<Lending['kindCards']>[0];
  troubles: () => View['troubles'];
  practice: boolean;
  /** Whether the page's camera may read codes. */
  camera?: () => 'offered' | 'only' | null;
}

/** Everything that the renderer draws, from the stage and the ledger. Nothing personal leaves unmasked. */
export function drawView(deps: ViewDeps): View {
  return { ...drawFrame(deps), screen: drawScreen(deps, deps.visit.stage), doors: drawDoors(deps) };
}

/** What can be drawn when the ledger cannot be read. */
export const drawTrouble = (deps: ViewDeps, trouble: Trouble): View => ({
  ...drawFrame(deps),
  screen: { at: 'trouble', trouble },
  doors: {},
});

const drawFrame = ({
  visit,
  config,
  clock,
  layout,
  troubles,
  practice,
  camera,
  recordings,
}: ViewDeps): Omit<View, 'screen' | 'doors'> => ({
  token: visit.token,
  preferences: visit.preferences,
  hut: { name: bothNames(config.hut.name), mmPerPx: config.hut.mmPerPx, timeZone: hutTimeZone },
  sound: soundNow(config.sound, clock.wall(), recordings.version, visit.preferences.volume),
  now: clock.wall(),
  locker: layout,
  troubles: troubles(),
  practice,
  ...cameraIn(camera?.() ?? null),
  ...(visit.keeper === null ? {} : { keeper: visit.keeper.number }),
});

const cameraIn = (camera: 'offered' | 'only' | null): Pick<View, 'camera'> =>
  camera === null ? {} : { camera };

function drawDoors({ visit, layout, faultOf }: ViewDeps): View['doors'] {
  const doors: View['doors'] = {};
  for (const cell of layout.columns.flat()) {
    if ('door' in cell) doors[String(cell.door)] = faultOf(cell.door) === null ? 'shut' : 'out-of-order';
  }
  let stage = visit.stage;
  while (stage.at === 'keeper-called' || stage.at === 'still-there') stage = stage.under;
  if (stage.at === 'door' || stage.at === 'door-doubt') {
    const phase = stage.at === 'door' ? phaseOf(stage.cycle) : 'open';
    doors[String(stage.opening.door)] =
      phase === 'opening' ? 'lit' : phase === 'closed' ? 'just-closed' : 'open';
  }
  return doors;
}

type DoorPhase = (Screen & { at: 'door' })['phase'];
function phaseOf(cycle: CycleState): DoorPhase {
  if (cycle.is === 'open') return cycle.shown;
  return cycle.is === 'closed' ? 'closed' : 'opening';
}

const drawLoan = ({ lending }: ViewDeps, loan: Loan): LoanView => lending.loanView(loan);

function drawScreen(deps: ViewDeps, stage: Stage): Screen {
  const { lending, visit, config } = deps;
  switch (stage.at) {
    case 'attract':
      return { at: 'attract', figures: lending.figures(), today: lending.today() };
    case 'home': {
      const favourites = lending.kindCards(deps.faultOf).slice(0, 4);
      return { at: 'home', functions: homeFunctions, favourites };
    }
    case 'figures':
      return { at: 'figures', ...lending.hutFigures(), ...givenAndSold(deps) };
    case 'fund':
      return drawFund(deps);
    case 'donations':
      return drawDonations(deps);
    case 'pick': {
      const { page, pages, shown } = pageOf(lending.kindCards(deps.faultOf), stage.page, kindsPerPage);
      return { at: 'pick', page, pages, cards: shown };
    }
    case 'item': {
      const item = lending.itemView(stage.item);
      const kind = lending.kindOf(stage.item);
      return {
        at: 'item',
        item,
        due: lending.dueFor(item.kind),
        termDays: kind?.termDays ?? 1,
        notices: kind === null ? [] : [...kind.notices],
        ticked: stage.ticked,
        inHand: stage.inHand,
        known: visit.who !== null,
      };
    }
    case 'fetch': {
      const item = lending.itemView(stage.item);
      return { at: 'fetch', item, due: lending.dueFor(item.kind) };
    }
    case 'identify': {
      const want = stage.want;
      if (want.to === 'my-loans') return { at: 'identify', purpose: 'my-loans', inHand: false };
      const item = lending.itemView(want.item);
      return { at: 'identify', purpose: 'borrow', item, due: lending.dueFor(item.kind), inHand: want.inHand };
    }
    case 'phone':
      return {
        at: 'phone',
        purpose: stage.want.to,
        digits: maskTyped(stage.digits),
        ...(stage.problem === undefined ? {} : { problem: stage.problem }),
      };
    case 'pin':
      return {
        at: 'pin',
        step: stage.step,
        filled: stage.digits.length,
        length: pinLength,
        busy: stage.busy,
        ...(stage.problem === undefined ? {} : { problem: stage.problem }),
        ...(stage.triesLeft === undefined ? {} : { triesLeft: stage.triesLeft }),
      };
    case 'consent':
      return { at: 'consent', phone: maskPhone(stage.phone) };
    case 'room': {
      const { building, unit, room, field } = stage;
      return { at: 'room', building, unit, room, field };
    }
    case 'door':
      if (stage.opening.purpose === 'keeper') {
        return drawKeeperDoor(stage.opening, {
          phase: phaseOf(stage.cycle),
          openSeconds: openSeconds(stage.cycle, deps.clock.mono()),
          link: stage.cycle.is === 'open' ? stage.cycle.link : 'fine',
        });
      }
      return {
        at: 'door',
        door: stage.opening.door,
        purpose: stage.opening.purpose,
        item: lending.itemView(stage.opening.item),
        phase: phaseOf(stage.cycle),
        openSeconds: openSeconds(stage.cycle, deps.clock.mono()),
        link: stage.cycle.is === 'open' ? stage.cycle.link : 'fine',
      };
    case 'door-doubt':
      if (stage.opening.purpose === 'keeper') {
        return { at: 'keeper-doubt', door: stage.opening.door, because: stage.because };
      }
      return {
        at: 'door-doubt',
        door: stage.opening.door,
        purpose: stage.opening.purpose,
        item: lending.itemView(stage.opening.item),
        because: stage.because,
      };
    case 'borrowed':
      return {
        at: 'borrowed',
        item: lending.itemView(stage.loan.item),
        due: stage.loan.due,
        code: stage.loan.code,
        endsIn: visit.endsIn,
        ...undoIn(deps, stage),
      };
    case 'return-scan':
      return { at: 'return-scan' };
    case 'return':
      return { at: 'return', item: lending.itemView(stage.item) };
    case 'return-problem':
      return { at: 'return-problem', item: lending.itemView(stage.item), told: [...stage.told] };
    case 'return-tell': {
      const { by, told } = stage;
      return { at: 'return-tell', item: lending.itemView(stage.item), by, told: [...told] };
    }
    case 'put-back':
      return { at: 'put-back', item: lending.itemView(stage.item), place: lending.placeView(stage.place) };
    case 'returned': {
      const { item, place, code, found, check } = stage.returned;
      return {
        at: 'returned',
        item: lending.itemView(item),
        place: lending.placeView(place),
        code,
        found,
        check,
        endsIn: visit.endsIn,
        ...undoIn(deps, stage),
      };
    }
    case 'take-in':
      return { at: 'put-back', item: thingFromElsewhere, place: lending.placeView(returnsBasket.place) };
    case 'taken-in': {
      const { place, code } = stage.taken;
      return {
        at: 'returned',
        item: thingFromElsewhere,
        place: lending.placeView(place),
        code,
        found: true,
        check: 'none',
        endsIn: visit.endsIn,
      };
    }
    case 'loans': {
      const all = visit.who === null ? [] : lending.loansOf(visit.who.person);
      const { page, pages, shown } = pageOf(all, stage.page, loansPerPage);
      const loans = shown.map((loan) => drawLoan(deps, loan));
      return {
        at: 'loans',
        page,
        pages,
        loans,
        ...(stage.renewed === undefined ? {} : { renewed: stage.renewed }),
        ...undoIn(deps, stage),
      };
    }
    case 'refusal':
      return drawRefusal(deps, stage);
    case 'still-there':
      return { at: 'still-there', endsIn: visit.endsIn };
    case 'keeper-called': {
      const phone = config.hut.keeperPhone;
      return { at: 'keeper-called', endsIn: visit.endsIn, ...(phone === undefined ? {} : { phone }) };
    }
    case 'trouble':
      return { at: 'trouble', trouble: stage.trouble };
    default:
      return drawKeeper({ ...deps, keeper: visit.keeper }, stage);
  }
}

/** A thing of which this hut knows nothing but that its label is one of ours. */
const thingFromElsewhere: ItemView = {
  item: 'elsewhere',
  kind: 'elsewhere',
  name: { zh: '别的小屋的东西', en: 'A thing of another hut' },
  measure: '件',
  picture: 'box',
  place: { at: 'shelf', name: returnsBasket.name },
  parts: [],
};

/** Whole seconds in which what this screen tells of may be taken back. */
function undoIn({ lending, visit }: ViewDeps, stage: Stage): { undo?: number } {
  const act = undoableOn(stage, visit.who);
  const left = act === null ? 0 : lending.undoLeft(act);
  return left === 0 ? {} : { undo: Math.ceil(left / 1000) };
}

const openSeconds = (cycle: CycleState, now: number): number =>
  cycle.is === 'open' ? Math.max(0, Math.floor((now - cycle.openedAt) / 1000)) : 0;

/** The person's own loans stand beside a refusal that is about them. */
function drawRefusal(deps: ViewDeps, stage: Stage & { at: 'refusal' }): Screen {
  const { refusal, ways, flow } = stage;
  const who = deps.visit.who;
  const about =
    refusal.why === 'limit-reached' || refusal.why === 'overdue-loan' || refusal.why === 'out-to-you';
  const held = about && who !== null ? deps.lending.loansOf(who.person).slice(0, loanLimits.thing) : [];
  return {
    at: 'refusal',
    flow,
    refusal,
    ways,
    held: held.map((loan) => drawLoan(deps, loan)),
    ...(stage.item === undefined ? {} : { item: deps.lending.itemView(stage.item) }),
  };
}
