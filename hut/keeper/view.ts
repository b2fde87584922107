import type { Clock } from '../../domain/clock.ts';
import type { LockerLayout } from '../../domain/config/config.ts';
import { type Health, healthParts } from '../../domain/contract/health.ts';
import { partsShown, type ResidentView, type ThingState } from '../../domain/contract/keeper-screen.ts';
import type { Screen } from '../../domain/contract/screen.ts';
import { keeperPinLength } from '../../domain/keeper/keeper.ts';
import type { DoorFault } from '../../domain/lending/borrowing.ts';
import type { Commissioning } from '../commissioning/commissioning.ts';
import { type Books, drawEntering } from '../fund/entering.ts';
import type { Lending } from '../lending/lending.ts';
import type { Item } from '../lending/lending-types.ts';
import type { Memos } from '../memo/memos.ts';
import type { Residents } from '../people/residents.ts';
import type { Recordings } from '../sound/recordings.ts';
import type { HubDesk } from '../sync/hub-desk.ts';
import { maskTyped } from '../visit/masking.ts';
import { windowOf } from '../visit/pages.ts';
import { deskFunctions } from './desk.ts';
import { hubCodeLength } from './joining-the-hub.ts';
import type { Keeper } from './keepers.ts';
import type { Keeping } from './keeping.ts';
import type { KeeperOpening } from './keeping-types.ts';
import { thingsPerPage } from './looking-at-things.ts';
import type { KeeperPinStage, KeeperStage } from './stage.ts';

/** Memos on one screen: the newest. When one goes, an older one takes its place. */
const memosShown = 4;

type On<At extends Screen['at']> = Extract<Screen, { at: At }>;

export interface KeeperViewDeps extends Books {
  lending: Lending;
  keeping: Keeping;
  residents: Residents;
  commissioning: Commissioning;
  recordings: Recordings;
  memos: Memos;
  health: () => Health;
  hub: Pick<HubDesk, 'status' | 'address'>;
  clock: Clock;
  layout: LockerLayout;
  faultOf: (door: number) => DoorFault | null;
  /** Who is signed in; null on the screens before. */
  keeper: Keeper | null;
}

/** Screens of the desk, from the stage and the ledger. */
export function drawKeeper(deps: KeeperViewDeps, stage: KeeperStage): Screen {
  switch (stage.at) {
    case 'keeper-pin':
      return drawPin(stage);
    case 'keeper-desk':
      return {
        at: 'keeper-desk',
        number: deps.keeper?.number ?? 0,
        functions: deskFunctions.map(({ id }) => id),
        parts: partsToLookAt(deps.health()),
        todo: deps.keeping.todo(),
      };
    case 'keeper-health':
      return { at: 'keeper-health', health: deps.health() };
    case 'keeper-hub':
      return drawHub(deps);
    case 'keeper-hub-code':
      return {
        at: 'keeper-hub-code',
        typed: stage.typed,
        length: hubCodeLength,
        busy: stage.busy,
        ...(stage.problem === undefined ? {} : { problem: stage.problem }),
      };
    case 'keeper-voice':
      return {
        at: 'keeper-voice',
        page: stage.page,
        names: deps.lending.spokenNames(),
      };
    case 'keeper-clip':
      return {
        at: 'keeper-clip',
        language: stage.language,
        clip: stage.clip,
        recorded: deps.recordings.read(stage.language, stage.clip) !== null,
        names: deps.lending.spokenNames(),
      };
    case 'keeper-refusal':
      return {
        at: 'keeper-refusal',
        why: stage.why,
        ...(stage.door === undefined ? {} : { door: stage.door }),
      };
    case 'keeper-doors':
      return { at: 'keeper-doors', doors: drawDoors(deps) };
    case 'keeper-reason': {
      const item = deps.keeping.behind(stage.door);
      const view = item === null ? null : deps.lending.itemView(item.item);
      return { at: 'keeper-reason', door: stage.door, item: view };
    }
    case 'keeper-opened': {
      const { door, reason } = stage.opening;
      return { at: 'keeper-opened', door, reason, signedIn: deps.keeper !== null };
    }
    case 'keeper-things': {
      const { page, pages, from } = windowOf(deps.keeping.countToLookAt(), stage.page, thingsPerPage);
      const shown = deps.keeping.thingsToLookAt(from, thingsPerPage);
      return { at: 'keeper-things', page, pages, things: shown.map((item) => drawThing(deps, item)) };
    }
    case 'keeper-thing':
      return {
        at: 'keeper-thing',
        thing: drawThing(deps, stage.item),
        memos: deps.memos.of(stage.item).length,
      };
    case 'keeper-memos':
      return {
        at: 'keeper-memos',
        item: deps.lending.itemView(stage.item),
        memos: deps.memos.of(stage.item).slice(0, memosShown),
      };
    case 'keeper-why':
      return { at: 'keeper-why', item: deps.lending.itemView(stage.item), condition: stage.condition };
    case 'keeper-devices':
      return deps.commissioning.screen();
    case 'keeper-residents':
      return { at: 'keeper-residents' };
    case 'keeper-phone':
      return { at: 'keeper-phone', digits: maskTyped(stage.digits) };
    case 'keeper-resident':
    case 'keeper-give-card':
    case 'keeper-block-card':
    case 'keeper-erase':
      return { at: stage.at, resident: drawResident(deps, stage.person) };
    case 'keeper-done':
      return {
        at: 'keeper-done',
        what: stage.what,
        ...(stage.file === undefined ? {} : { file: stage.file }),
        ...(stage.item === undefined ? {} : { item: deps.lending.itemView(stage.item) }),
        ...(stage.condition === undefined ? {} : { condition: stage.condition }),
        ...(stage.book === undefined ? {} : { book: stage.book }),
      };
    case 'keeper-entries':
    case 'keeper-entry':
    case 'keeper-entry-what':
    case 'keeper-entry-amount':
    case 'keeper-entry-from':
    case 'keeper-entry-words':
    case 'keeper-entry-sure':
      return drawEntering(deps, stage);
  }
}

/** What a keeper sees at once when something is wrong with the hut. */
function partsToLookAt(health: Health): On<'keeper-desk'>['parts'] {
  const wrong = healthParts.map((part) => ({ part, level: health[part].level }));
  return (['broken', 'attention'] as const)
    .flatMap((level) => wrong.filter((each) => each.level === level))
    .slice(0, partsShown);
}

function drawHub({ hub }: KeeperViewDeps): On<'keeper-hub'> {
  const { identity, state, lastAt, queue, outdated } = hub.status();
  return {
    at: 'keeper-hub',
    state,
    lastAt,
    queue,
    outdated,
    address: identity?.url ?? hub.address(),
    hut: identity?.hutId ?? null,
    fingerprint: identity?.fingerprint ?? null,
    joinable: hub.address() !== null,
  };
}

/** A door at work for a keeper. */
export const drawKeeperDoor = (
  { door, reason }: KeeperOpening,
  shown: Pick<On<'keeper-door'>, 'phase' | 'openSeconds' | 'link'>,
): On<'keeper-door'> => ({ at: 'keeper-door', door, reason, ...shown });

function drawPin({
  number,
  step,
  digits,
  busy,
  problem,
  triesLeft,
  until,
}: KeeperPinStage): On<'keeper-pin'> {
  return {
    at: 'keeper-pin',
    number,
    step,
    filled: digits.length,
    length: keeperPinLength,
    busy,
    ...(problem === undefined ? {} : { problem }),
    ...(triesLeft === undefined ? {} : { triesLeft }),
    ...(until === undefined ? {} : { until }),
  };
}

function drawDoors(deps: KeeperViewDeps): On<'keeper-doors'>['doors'] {
  return deps.layout.columns.flat().flatMap((cell) => {
    if (!('door' in cell)) return [];
    const { door } = cell;
    const fault = deps.faultOf(door);
    const item = deps.keeping.behind(door);
    const view = item === null ? null : deps.lending.itemView(item.item);
    return [
      { door, item: view, state: fault === null || fault === 'stuck' ? stateOf(deps, item) : faults[fault] },
    ];
  });
}

const faults = { unreachable: 'unreachable', 'standing-open': 'open' } as const;

function stateOf({ lending }: KeeperViewDeps, item: Item | null): 'empty' | 'in' | 'out' | 'look' {
  if (item === null) return 'empty';
  if (lending.isOut(item.item)) return 'out';
  return item.condition === 'in-service' ? 'in' : 'look';
}

function drawThing({ lending, keeping }: KeeperViewDeps, ref: string): ThingState {
  const item = lending.itemById(ref);
  if (item === null) throw new Error(`no item ${ref}`);
  const note = keeping.noteOf(ref);
  return {
    item: lending.itemView(ref),
    condition: item.condition,
    out: lending.isOut(ref),
    problem: note?.problem ?? null,
    since: note?.at ?? null,
  };
}

function drawResident({ residents }: KeeperViewDeps, person: string): ResidentView {
  const sheet = residents.sheet(person);
  if (sheet === null) throw new Error(`no person ${person}`);
  const { phone, dwelling, trust, consent, cards, out } = sheet;
  return {
    phone,
    dwelling,
    trust,
    consent,
    cards: cards.map(({ tail, blocked }) => ({ tail, blocked })),
    out,
  };
}
