import type { Clock } from '../../domain/clock.ts';
import type { Action } from '../../domain/contract/action.ts';
import type { Cue, Preferences, Refusal } from '../../domain/contract/screen.ts';
import { bareCode } from '../../domain/scanning/aim.ts';
import type { Problem } from '../../domain/stock/kinds.ts';
import type { Commissioning } from '../commissioning/commissioning.ts';
import type { HeardScan } from '../commissioning/scan-seen.ts';
import type { DoorOpening } from '../doors/door-book.ts';
import type { Books } from '../fund/entering.ts';
import type { Keeper, Keepers } from '../keeper/keepers.ts';
import type { Keeping } from '../keeper/keeping.ts';
import { needsKeeper } from '../keeper/stage.ts';
import { faultOf } from '../ledger/fault.ts';
import type { Lending } from '../lending/lending.ts';
import type { Opening as LendingOpening } from '../lending/lending-types.ts';
import type { Memo, Memos } from '../memo/memos.ts';
import type { People } from '../people/people.ts';
import type { Residents } from '../people/residents.ts';
import type { VisitContext, VisitDoors } from './context.ts';
import { firstPreferences, preferencesAfter } from './preferences.ts';
import { onPress } from './pressing.ts';
import { refusalStage } from './refusing.ts';
import { isCard, resolve } from './resolving.ts';
import { onScan } from './scanning.ts';
import { type Stage, visitDelays, type Want, type Who, waitOf } from './stage.ts';

export interface VisitDeps {
  clock: Clock;
  lending: Lending;
  people: People;
  keepers: Keepers;
  keeping: Keeping;
  fund: Books['fund'];
  donations: Books['donations'];
  residents: Residents;
  writeExport: VisitContext['writeExport'];
  commissioning: Commissioning;
  confirmClock: VisitContext['confirmClock'];
  hub: VisitContext['hub'];
  dropRecording: VisitContext['dropRecording'];
  memos: Memos;
  newId: () => string;
  /** A random number from 0 to 1. */
  chance: () => number;
  /** A new picture of the screen is due. */
  publish: () => void;
  cue: (cue: Cue) => void;
  log: (event: { visit: string; from: Stage['at']; to: Stage['at']; because: string }) => void;
}

/** What a door at work tells the visit that started it. */
export type DoorNews =
  | { news: 'cycle'; stage: Stage }
  /** It ended: a verdict, or a refusal that says why nothing was recorded. */
  | { news: 'ended'; stage: Stage };

/** A resident's act is over, and its result still stands there. */
const verdicts: ReadonlySet<Stage['at']> = new Set(['borrowed', 'returned', 'taken-in']);

/** What stands below an overlay. */
function shownUnder(stage: Stage): Stage['at'] {
  return stage.at === 'still-there' || stage.at === 'keeper-called' ? shownUnder(stage.under) : stage.at;
}

/** One code before a scanner: when it was first and last read, monotonic, and how often soon after the time before. */
interface Sighting {
  first: number;
  last: number;
  again: number;
}

/** Twice is a trembling hand, or two scanners. */
const stillLies = ({ again, last }: Sighting, now: number): boolean =>
  again >= 2 && now - last < visitDelays.liesThere;

/**
 * One person's time at the screen, from the first touch to the attract screen. It holds all state that the
 * screen shows; the renderer draws it and may be reloaded at any moment.
 */
export class Visit {
  #deps: VisitDeps;
  #doors: VisitDoors;
  #stage: Stage = { at: 'attract' };
  #token: number;
  #who: Who | null = null;
  #keeper: Keeper | null = null;
  /** Memos of this visit, and of which thing. */
  #told: { item: string; memo: string }[] = [];
  #visit: string;
  #preferences: Preferences = firstPreferences;
  /** Codes read since the last press. */
  #read = new Map<string, Sighting>();
  #cancelWait: () => void = () => {};
  /** The present wait is that of somebody whose hands are at the locker, not at the screen. */
  #atLocker = false;
  /** The last press, touch or scan, monotonic. */
  #touchedAt = 0;
  /** When the present wait ends, monotonic; null while nothing is waited for. */
  #endsAt: number | null = null;

  constructor(deps: VisitDeps, doors: VisitDoors) {
    this.#deps = deps;
    this.#doors = doors;
    this.#visit = deps.newId();
    // Tokens of an earlier life of the process must not be taken for screens of this one.
    this.#token = Math.max(1, deps.clock.wall()) * 8 + Math.floor(deps.chance() * 8_000);
  }

  get stage(): Stage {
    return this.#stage;
  }
  /** The reference of this visit in the ledger. */
  get id(): string {
    return this.#visit;
  }
  get token(): number {
    return this.#token;
  }
  get preferences(): Preferences {
    return this.#preferences;
  }
  get who(): Who | null {
    return this.#who;
  }
  get keeper(): Keeper | null {
    return this.#keeper;
  }
  /** Whole seconds until the present screen ends by itself. */
  get endsIn(): number {
    return this.#endsAt === null
      ? 0
      : Math.max(0, Math.ceil((this.#endsAt - this.#deps.clock.mono()) / 1000));
  }

  /** A press on the screen `token`; false when that screen is gone or has no such action. */
  press(token: number, action: Action): boolean {
    if (token !== this.#token) return false;
    this.#handSeen();
    // After a press, the same thing may be scanned on purpose.
    this.#forgetRead();
    if (this.#setPreference(action)) return true;
    if (this.#tellDoor(action)) return true;
    const next = this.#after(action);
    if (next === null) {
      this.touch();
      return false;
    }
    this.#enter(next, action.do);
    return true;
  }

  /** A finger anywhere: whatever was counting starts anew, and "are you still there" is answered. */
  touch(): void {
    this.#handSeen();
    if (this.#stage.at === 'still-there') this.#enter(this.#stage.under, 'touch');
    else if (this.#wait()) this.#deps.publish();
  }

  /** A whole code from any scanner. Answered at once, always, by a cue and mostly by a new screen. */
  scan(text: string, heard: HeardScan = { raw: text, from: '' }): void {
    const now = this.#deps.clock.mono();
    // A keeper tries a scanner: the same code again and again is what is wanted.
    if (this.#stage.at === 'keeper-devices' && this.#deps.commissioning.scanned(heard)) {
      this.#deps.cue('found');
      this.touch();
      return;
    }
    // Two scanners may read one thing, and only one of them sends an AIM identifier.
    const code = bareCode(text);
    const before = this.#read.get(code);
    // A scanner that looks by itself reads a label that lies there again and again: no hand, and no wish.
    const soon = before !== undefined && now - before.last < visitDelays.liesThere;
    if (before !== undefined && (stillLies(before, now) || now - before.first < visitDelays.sameScan)) {
      const seen = { ...before, last: now, again: soon ? before.again + 1 : 0 };
      this.#read.set(code, seen);
      this.#deps.cue('amber');
      if (!stillLies(seen, now)) this.touch();
      return;
    }
    if (!soon) this.#handSeen();
    for (const [old, sighting] of this.#read)
      if (now - sighting.first >= visitDelays.sameScan && !stillLies(sighting, now)) this.#read.delete(old);
    // Under a verdict it may be the next neighbour's, whatever it turns out to be.
    if (verdicts.has(shownUnder(this.#stage))) this.#nextNeighbour();
    this.#read.set(code, { first: now, last: now, again: 0 });
    let next: Stage | null;
    try {
      next = onScan(this.#context(), this.#stage, resolve(this.#deps.lending, text));
    } catch (error) {
      // A ledger that is away: who holds the same card there again is not asked to wait.
      this.#read.delete(code);
      throw error;
    }
    if (next === null) {
      // Nothing came of it, so the next one is no second.
      this.#read.set(code, { first: Number.NEGATIVE_INFINITY, last: now, again: 0 });
      this.#deps.cue(this.#stage.at === 'door' ? 'attention' : 'amber');
      if (!soon) this.touch();
      return;
    }
    this.#enter(next, 'scan');
  }

  /** A memo was kept on the screen where it was told. */
  told({ memo, what }: Memo): void {
    const stage = this.#stage;
    if (stage.at !== 'return-tell') return;
    this.#told.push({ item: stage.item, memo });
    this.#enter({ ...stage, by: 'choose', told: [...stage.told, { memo, what }] }, 'told');
  }

  /** News from the door of this visit, or of one that was open at boot. */
  doorNews({ news, stage }: DoorNews): void {
    const shown = this.#stage;
    if (news === 'ended') this.#forgetIfAway();
    if (shown.at === 'keeper-called' && news === 'cycle') {
      this.#amend({ ...shown, under: stage });
      return;
    }
    if (news === 'cycle' && shown.at === stage.at) this.#amend(stage);
    else this.#enter(stage, 'door');
  }

  /** The door never opened: nothing was recorded, and something else is offered. */
  openingFailed(opening: DoorOpening, because: 'stuck' | 'not-sent'): void {
    this.#forgetIfAway();
    if (opening.purpose === 'keeper') {
      this.#enter({ at: 'keeper-refusal', why: `door-${because}`, door: opening.door }, 'door');
      return;
    }
    const { door, purpose, item, problem } = opening;
    this.#enterRefusal({ why: 'door-did-not-open', door, because, purpose }, opening, { item, problem });
  }

  /** The thing moved and the disk refused to take it down; it is tried again until it does. */
  notRecorded(opening: DoorOpening, refusal: Refusal): void {
    this.#forgetIfAway();
    if (opening.purpose === 'keeper') {
      const full = refusal.why === 'not-recorded' && refusal.because === 'disk-full';
      const why = full ? 'disk-full' : 'disk-error';
      this.#enter({ at: 'keeper-refusal', why, door: opening.door, opening: opening.opening }, 'door');
      return;
    }
    this.#enterRefusal(refusal, opening, { opening: opening.opening });
  }

  /** A press, a touch or a scan; at a door that waited long, by somebody else than who opened it. */
  #handSeen(): void {
    if (shownUnder(this.#stage) === 'door') this.#forgetIfAway();
    this.#touchedAt = this.#deps.clock.mono();
  }

  /** A door waits for ever; who left it long ago, resident or keeper, is not the one who shuts it. */
  #forgetIfAway(): void {
    const away = this.#deps.clock.mono() - this.#touchedAt;
    if (away < visitDelays.idlePersonal + visitDelays.stillTherePersonal) return;
    if (this.#who !== null) this.#visit = this.#deps.newId();
    this.#who = null;
    this.#signOut('idle');
  }

  /** The hand before the screen may be another one's: nobody is known any more, and their visit is their own. */
  #nextNeighbour(): void {
    this.#who = null;
    this.#told = [];
    this.#visit = this.#deps.newId();
    // The same card may be meant at once, for the next thing.
    this.#forgetRead(isCard);
  }

  /** The same code may be meant anew; not one that lies there. */
  #forgetRead(which: (code: string) => boolean = () => true): void {
    const now = this.#deps.clock.mono();
    for (const [code, sighting] of this.#read)
      if (which(code) && !stillLies(sighting, now)) this.#read.delete(code);
  }

  #signOut(because: 'left' | 'idle'): void {
    if (this.#keeper === null) return;
    const { keeper } = this.#keeper;
    this.#keeper = null;
    // Signed out in any case; only the note of it may be missing.
    try {
      this.#deps.keepers.signedOut(keeper, because);
    } catch (error) {
      // Nobody is signed in any more, whether or not the ledger is there to say so.
      if (faultOf(error) === null) throw error;
    }
  }

  /** The hut is put away, and a keeper at its desk with it. */
  close(): void {
    this.#cancelWait();
    this.#signOut('left');
    this.#deps.commissioning.close();
  }

  #after(action: Action): Stage | null {
    const stage = this.#stage;
    const at = this.#context();
    if (action.do === 'call-keeper' || (action.do === 'way' && action.way === 'call-keeper')) {
      if (stage.at === 'keeper-called') return null;
      // The bell rings and the number is shown in any case; only the note of it is missing then.
      if (!this.#noteKeeperCalled())
        this.#deps.log({ visit: this.#visit, from: stage.at, to: 'keeper-called', because: 'not-noted' });
      this.#deps.cue('attention');
      return { at: 'keeper-called', under: stage };
    }
    if (action.do === 'home') {
      // An open door is finished first: the way home leads through closing it.
      if (stage.at === 'door' || (stage.at === 'keeper-called' && stage.under.at === 'door')) {
        this.#deps.cue('attention');
        return null;
      }
      return stage.at === 'trouble' ? null : { at: 'home' };
    }
    return onPress(at, stage, action);
  }

  /** False when it could not be noted, as while there is no ledger at all. */
  #noteKeeperCalled(): boolean {
    try {
      return this.#deps.lending.noteKeeperCalled(this.#visit, this.#stage.at).ok;
    } catch (error) {
      if (faultOf(error) === null) throw error;
      return false;
    }
  }

  /** What a person says about a door goes to the door; the screen follows from there. */
  #tellDoor(action: Action): boolean {
    const stage = this.#stage;
    if (stage.at === 'door' && action.do === 'door-will-not-close') this.#doors.complain();
    else if (stage.at === 'door' && action.do === 'door-did-not-open') {
      // Pressed as it sprang open, this says nothing of its closing.
      if (stage.cycle.is !== 'open') this.#doors.complain();
    } else if (stage.at === 'door-doubt' && action.do === 'declare') this.#doors.declare(action.moved);
    else return false;
    return true;
  }

  #setPreference(action: Action): boolean {
    const preferences = preferencesAfter(this.#preferences, action);
    if (preferences === null) return false;
    this.#preferences = preferences;
    this.#wait();
    this.#deps.publish();
    return true;
  }

  /** Something moved on the keeper's screen of the devices: a door was opened by hand, a search ended. */
  devicesMoved(): void {
    const { atWork } = this.#deps.commissioning;
    // What moves there by itself, such as bytes on a wire, keeps no keeper signed in.
    if (this.#stage.at === 'keeper-devices' && (atWork || this.#atLocker)) this.#wait();
    this.#deps.publish();
  }

  #context(): VisitContext {
    const deps = this.#deps;
    return {
      visit: this.#visit,
      who: this.#who,
      know: (who) => {
        this.#who = who;
      },
      forget: () => this.#nextNeighbour(),
      keeper: this.#keeper,
      signIn: (keeper) => {
        this.#who = null;
        this.#keeper = keeper;
      },
      lending: deps.lending,
      people: deps.people,
      keepers: deps.keepers,
      keeping: deps.keeping,
      fund: deps.fund,
      donations: deps.donations,
      residents: deps.residents,
      writeExport: deps.writeExport,
      commissioning: deps.commissioning,
      confirmClock: deps.confirmClock,
      hub: deps.hub,
      dropRecording: deps.dropRecording,
      memos: deps.memos,
      untell: (item) => {
        const actor = `visit:${this.#visit}` as const;
        for (const told of this.#told.filter((each) => each.item === item))
          deps.memos.erase({ ...told, why: 'teller', actor });
        this.#told = this.#told.filter((each) => each.item !== item);
      },
      doors: this.#doors,
      cue: deps.cue,
      refuse: (refusal, from) => this.#refusal(refusal, from),
      later: (work, stage, change) => {
        work
          .then((answer) => this.#answer(stage, () => change(answer)))
          .catch((error: unknown) => {
            const because = error instanceof Error ? (error.stack ?? error.message) : String(error);
            deps.log({ visit: this.#visit, from: stage.at, to: 'refusal', because });
            const refusal: Refusal = { why: 'not-recorded', because: 'disk-error' };
            this.#answer(stage, () => this.#refusal(refusal, { under: { at: 'home' }, flow: 'borrow' }));
          });
      },
    };
  }

  #answer(stage: Stage, change: () => Stage): void {
    const shown = this.#stage;
    // "Are you still there" is answered by what the person did before it.
    const under = shown.at === 'still-there' ? shown.under : shown;
    if (under === stage) this.#enter(change(), 'answer');
    // The keeper was called while the answer was on its way: it waits below.
    else if (shown.at === 'keeper-called' && shown.under === stage) {
      this.#amend({ ...shown, under: change() });
    }
  }

  #refusal(refusal: Refusal, from: Parameters<VisitContext['refuse']>[1]): Stage {
    const { cue, lending } = this.#deps;
    cue('refused');
    const faultOf = (door: number) => this.#doors.faultOf(door);
    return refusalStage({ lending, faultOf, who: this.#who }, refusal, from);
  }

  #enterRefusal(
    refusal: Refusal,
    opening: LendingOpening,
    about: { item?: string; problem?: Problem | null; opening?: string },
  ): void {
    const { purpose, item } = opening;
    const want: Want = { to: 'borrow', item, inHand: false, ticked: true };
    const stage = this.#refusal(refusal, {
      under: purpose === 'borrow' ? { at: 'pick', page: 0 } : { at: 'return', item },
      flow: purpose,
      inHand: purpose === 'return',
      ...about,
      ...(purpose === 'borrow' ? { want } : {}),
    });
    this.#enter(stage, 'door');
  }

  /** The same screen with something new on it. */
  #amend(stage: Stage): void {
    this.#stage = stage;
    this.#deps.publish();
  }

  #enter(next: Stage, because: string): void {
    const from = this.#stage;
    // Whatever led here: the desk is shown to a keeper who is signed in, and to nobody else.
    const stage: Stage = needsKeeper(next) && this.#keeper === null ? { at: 'home' } : next;
    const turned = from.at === 'return-tell' && stage.at === 'return-tell' && from.by !== stage.by;
    if (from.at !== stage.at || turned || because === 'scan') this.#token += 1;
    if (stage.at === 'home' || stage.at === 'attract') {
      this.#doors.abandon();
      this.#forget(because);
    }
    if (shownUnder(from) === 'keeper-devices' && shownUnder(stage) !== 'keeper-devices')
      this.#deps.commissioning.end();
    this.#stage = stage;
    if (from.at !== stage.at) this.#deps.log({ visit: this.#visit, from: from.at, to: stage.at, because });
    this.#wait();
    this.#deps.publish();
  }

  /** Nothing of a visitor is left once home is on the screen; their language stays only if they pressed it. */
  #forget(because: string): void {
    // The next hand may be another one's, also where nobody said who they are.
    this.#visit = this.#deps.newId();
    this.#who = null;
    this.#told = [];
    this.#signOut(because === 'idle' ? 'idle' : 'left');
    if (because === 'idle') this.#preferences = firstPreferences;
  }

  /** Starts the wait that belongs to the stage; false when the stage waits for ever. */
  #wait(): boolean {
    this.#cancelWait();
    const stage = this.#stage;
    this.#atLocker = stage.at === 'keeper-devices' && this.#deps.commissioning.atWork;
    const wait = this.#atLocker
      ? { ms: visitDelays.atLocker, next: 'ask' as const }
      : waitOf(stage, this.#who !== null || this.#keeper !== null);
    if (wait === null) {
      this.#endsAt = null;
      this.#cancelWait = () => {};
      return false;
    }
    this.#endsAt = this.#deps.clock.mono() + wait.ms;
    this.#cancelWait = this.#deps.clock.after(wait.ms, () => {
      if (wait.next === 'ask') {
        this.#deps.cue('attention');
        this.#enter({ at: 'still-there', under: stage }, 'idle');
      } else if (wait.next === 'under') {
        // Not the stage of when the wait began: a door may have moved under the overlay meanwhile.
        const now = this.#stage;
        if (now.at === 'keeper-called') this.#enter(now.under, 'called');
      } else this.#enter({ at: wait.next === 'attract' ? 'attract' : 'home' }, 'idle');
    });
    return true;
  }
}
