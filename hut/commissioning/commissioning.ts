import type { Clock } from '../../domain/clock.ts';
import type { BoardConfig, Config } from '../../domain/config/config.ts';
import type { DevicesAct, DevicesScreen, DevicesStep } from '../../domain/contract/commissioning-screen.ts';
import type { Result } from '../../domain/result.ts';
import { type Boards, connectBoards } from '../../native/lock-board/connect.ts';
import { type Survey, surveyBoards } from '../../native/lock-board/survey.ts';
import type { OpenStream } from '../../native/port/byte-stream.ts';
import type { PortFound } from '../../native/port/list-ports.ts';
import { boardsOf, type LearnedConfig } from './learned-config.ts';
import { type LockerWalk, walkLocker } from './locker-walk.ts';
import type { BusFrame, Monitor } from './monitor.ts';
import { type Search, searchPorts } from './ports.ts';
import { type Proof, proveDoors } from './proof.ts';
import type { HeardScan } from './scan-seen.ts';
import { ScanTest } from './scan-test.ts';
import { numbersOf, proofStep, resultStep, unprovenOf, walkStep } from './steps.ts';

export interface CommissioningDeps {
  clock: Clock;
  newId: () => string;
  openStream: OpenStream;
  listPorts: () => Promise<PortFound[]>;
  /** The config the hut runs with. */
  config: () => Config;
  /** The step that shows the devices as they are now. */
  now: () => Extract<DevicesStep, { is: 'now' }>;
  /** Frees the ports of the lock boards; and, once the keeper has left, starts the hut anew with what is configured. */
  devices: { release(): Promise<void>; restart(): void };
  monitor: Monitor;
  /** Listens on every port that no device of the hut holds, until it is told to stop. */
  listen: () => () => void;
  /** Writes that a keeper is about to fire this door's coil; false when it could not be written. */
  intend: (door: number) => boolean;
  /** Keeps the new config, with the old one beside it; the hut takes it up when the keeper leaves. */
  save: (config: Config) => Result<{ kept: string | null }, { message: string }>;
  /** A new picture of the screen is due. */
  changed: () => void;
}

type Work =
  | { is: 'now' }
  | { is: 'ports'; search: Search }
  | { is: 'walk'; survey: Survey; walk: LockerWalk }
  | { is: 'prove'; proof: Proof }
  | { is: 'result'; proof: Proof; problem?: 'not-written' }
  | { is: 'saved'; kept: string | null }
  | { is: 'scan-test'; test: ScanTest; deaf: () => void; problem?: 'not-written' }
  | { is: 'monitor'; exported?: string; problem?: 'not-written' };

/**
 * 设备: a keeper who never saw a serial port makes the locker work. Finds the ports, asks who is there, walks through
 * the doors, proves the map by opening each door once, and keeps the result as config.
 */
export class Commissioning {
  readonly #deps: CommissioningDeps;
  #work: Work = { is: 'now' };
  /** The running hut's devices are off the ports. */
  #released = false;
  /** Another config is kept than the one that runs. */
  #changed = false;

  constructor(deps: CommissioningDeps) {
    this.#deps = deps;
  }

  /** A keeper comes to the screen. */
  begin(): void {
    this.#enter({ is: 'now' });
  }

  /** The keeper leaves, or is signed out: what was under way ends, and the hut has its devices back. */
  end(): void {
    this.#enter({ is: 'now' });
    if (!this.#released && !this.#changed) return;
    this.#released = false;
    this.#changed = false;
    this.#deps.devices.restart();
  }

  /** The hut is put away: whatever is under way lets go of its ports, and nothing is started anew. */
  close(): void {
    this.#enter({ is: 'now' });
  }

  /** Somebody's hands are at the locker, and not at the screen. */
  get atWork(): boolean {
    return (
      this.#work.is === 'walk' ||
      (this.#work.is === 'prove' && this.#work.proof.at !== 'done') ||
      (this.#work.is === 'ports' && !this.#work.search.done)
    );
  }

  /** A scan while the test stands on the screen; false otherwise. */
  scanned(heard: HeardScan): boolean {
    if (this.#work.is !== 'scan-test') return false;
    this.#work.test.take(heard);
    this.#deps.changed();
    return true;
  }

  /** False when the act has no meaning on this step. `back` on the first step is the desk's. */
  press(act: DevicesAct): boolean {
    const next = this.#after(act);
    if (next === null) return false;
    if (next !== this.#work) this.#enter(next);
    this.#deps.changed();
    return true;
  }

  screen(): DevicesScreen {
    return { at: 'keeper-devices', step: this.#step() };
  }

  #after(act: DevicesAct): Work | null {
    const work = this.#work;
    switch (act) {
      case 'find':
        return work.is === 'now' || (work.is === 'ports' && work.search.done) ? this.#find() : null;
      case 'scan-test':
        return work.is === 'now'
          ? {
              is: 'scan-test',
              test: new ScanTest(() => this.#deps.config().scanner),
              deaf: this.#deps.listen(),
            }
          : null;
      case 'monitor':
        return work.is === 'now' ? { is: 'monitor' } : null;
      case 'export':
        return work.is === 'monitor' ? this.#export() : null;
      case 'walk':
        return work.is === 'ports' && work.search.done && work.search.found.length > 0
          ? this.#walk(work.search)
          : null;
      case 'all-closed':
      case 'no-such-door':
        return work.is === 'walk' ? this.#tell(work, { is: act }) : null;
      case 'no-more-doors':
        return work.is === 'walk' ? this.#finishWalk(work) : null;
      case 'prove':
        // From the result, what did not prove is tried once more.
        if (work.is === 'result' && unprovenOf(work.proof).length > 0)
          return this.#toProve(work.proof.learned);
        return work.is === 'prove' ? this.#prove(work, act) : null;
      case 'again':
      case 'skip':
        return work.is === 'prove' ? this.#prove(work, act) : null;
      case 'show-result':
        return work.is === 'prove' && (work.proof.at === 'done' || work.proof.at === 'ready')
          ? { is: 'result', proof: work.proof }
          : null;
      case 'save':
        if (work.is === 'scan-test') return this.#saveScanner(work);
        return work.is === 'result' ? this.#save(work) : null;
      case 'back':
        return work.is === 'now' ? null : { is: 'now' };
    }
  }

  #find(): Work {
    const { clock, openStream, listPorts, changed, devices } = this.#deps;
    const freed = async (): Promise<PortFound[]> => {
      if (!this.#released) {
        this.#released = true;
        await devices.release();
      }
      return listPorts();
    };
    const frame = (each: BusFrame): void => this.#deps.monitor.take(each);
    return { is: 'ports', search: searchPorts({ clock, openStream, changed, listPorts: freed, frame }) };
  }

  #walk({ found }: Search): Work {
    const { clock, openStream, changed } = this.#deps;
    const survey = surveyBoards(found, { clock, openStream });
    survey.onRaw((frame) => {
      const here = found.filter(({ path }) => path === frame.path);
      this.#deps.monitor.take({ ...frame, spoken: [...new Set(here.map(({ protocol }) => protocol))] });
    });
    return { is: 'walk', survey, walk: walkLocker(survey, found, { clock, changed }) };
  }

  #tell(work: Work & { is: 'walk' }, input: { is: 'all-closed' } | { is: 'no-such-door' }): Work {
    work.walk.tell(input);
    return work;
  }

  #finishWalk(work: Work & { is: 'walk' }): Work | null {
    work.walk.tell({ is: 'finish' });
    if (work.walk.state.at !== 'done') return null;
    // The survey lets go of the ports before the drivers take them: both ask the same links again and again.
    void work.survey.close();
    const before = this.#deps.config().locker.boards;
    return this.#toProve(boardsOf(work.walk.found, work.walk.learned(), before));
  }

  #toProve(learned: readonly LearnedConfig[]): Work {
    const { clock, openStream, newId, intend, changed, monitor } = this.#deps;
    const connect = (boards: readonly BoardConfig[]): Boards => {
      const connected = connectBoards(boards, { clock, openStream });
      connected.onFrame((frame) => monitor.take(frame));
      return connected;
    };
    return { is: 'prove', proof: proveDoors(learned, { clock, newId, connect, changed, intend }) };
  }

  #prove(work: Work & { is: 'prove' }, act: 'prove' | 'again' | 'skip'): Work {
    if (act === 'prove') work.proof.start();
    else work.proof[act]();
    return work;
  }

  #save(work: Work & { is: 'result' }): Work | null {
    const { boards } = work.proof.kept();
    if (boards.length === 0) return null;
    const { config, save } = this.#deps;
    const { locker, ...rest } = config();
    const kept = save({ ...rest, locker: { boards, ...layoutFor(locker, boards) } });
    return kept.ok ? { is: 'saved', kept: kept.value.kept } : { ...work, problem: 'not-written' };
  }

  #saveScanner(work: Work & { is: 'scan-test' }): Work | null {
    const scanner = work.test.kept();
    if (scanner === null) return null;
    const kept = this.#deps.save({ ...this.#deps.config(), scanner });
    if (!kept.ok) return { ...work, problem: 'not-written' };
    this.#changed = true;
    return { is: 'saved', kept: kept.value.kept };
  }

  #export(): Work {
    const written = this.#deps.monitor.export();
    return written.ok
      ? { is: 'monitor', exported: written.value }
      : { is: 'monitor', problem: 'not-written' };
  }

  #enter(next: Work): void {
    const work = this.#work;
    if (work.is === 'ports' && next.is !== 'ports') work.search.stop();
    if (work.is === 'walk') {
      work.walk.stop();
      if (next.is !== 'prove') void work.survey.close();
    }
    if (work.is === 'scan-test' && next.is !== 'scan-test') work.deaf();
    if (work.is === 'prove') void work.proof.stop();
    this.#work = next;
  }

  #step(): DevicesStep {
    const work = this.#work;
    switch (work.is) {
      case 'now':
        return this.#deps.now();
      case 'ports':
        return {
          is: 'ports',
          asking: work.search.asking,
          done: work.search.done,
          ports: [...work.search.ports],
        };
      case 'walk':
        return walkStep(work.walk);
      case 'prove':
        return proofStep(work.proof);
      case 'result':
        return resultStep(work.proof, work.problem);
      case 'saved':
        return work;
      case 'scan-test':
        return {
          is: 'scan-test',
          ...work.test.seen(),
          ...(work.problem === undefined ? {} : { problem: work.problem }),
        };
      case 'monitor':
        return { ...work, frames: this.#deps.monitor.last(12) };
    }
  }
}

/** The drawing of the locker stays where it shows the very doors that were found. */
function layoutFor({ layout }: Config['locker'], boards: readonly BoardConfig[]): Partial<Config['locker']> {
  if (layout === undefined) return {};
  const drawn = layout.columns.flat().flatMap((cell) => ('door' in cell ? [cell.door] : []));
  const found = boards.flatMap(({ doors }) => numbersOf(doors));
  const same = drawn.length === found.length && found.every((door) => drawn.includes(door));
  return same ? { layout } : {};
}
