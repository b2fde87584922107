import type { Clock } from '../domain/clock.ts';
import type { Config, LockerLayout } from '../domain/config/config.ts';
import type { Answer, Args, CallName } from '../domain/contract/contract.ts';
import type { Health } from '../domain/contract/health.ts';
import type { Cue, DeviceTrouble, View } from '../domain/contract/screen.ts';
import { memoPart } from '../domain/memo/memo.ts';
import { typedCode } from '../domain/scanning/affixes.ts';
import { idleWedge, wedgeIdle, wedgeKey, wedgeSilence } from '../domain/scanning/wedge.ts';
import { createCamera } from './camera.ts';
import type { Commissioning } from './commissioning/commissioning.ts';
import type { HeardScan } from './commissioning/scan-seen.ts';
import { doorBook } from './doors/door-book.ts';
import type { DoorWire } from './doors/door-wire.ts';
import { type DoorNews, Doors } from './doors/doors.ts';
import type { Books } from './fund/entering.ts';
import type { Keepers } from './keeper/keepers.ts';
import type { Keeping } from './keeper/keeping.ts';
import type { Lending } from './lending/lending.ts';
import { type Log, stackOf } from './log.ts';
import type { Memos } from './memo/memos.ts';
import { receiveMemos } from './memo/receiving.ts';
import type { People } from './people/people.ts';
import type { Residents } from './people/residents.ts';
import type { Practice } from './practice/practice.ts';
import type { Recordings } from './sound/recordings.ts';
import type { HubDesk } from './sync/hub-desk.ts';
import type { VisitContext } from './visit/context.ts';
import type { Stage } from './visit/stage.ts';
import { drawTrouble, drawView, type ViewDeps } from './visit/view.ts';
import { Visit } from './visit/visit.ts';
import type { Standing } from './watch.ts';
import { CallRefused } from './wire/desk.ts';
import type { PushLog } from './wire/push-log.ts';

export interface HutDeps {
  config: Config;
  layout: LockerLayout;
  clock: Clock;
  boot: string;
  newId: () => string;
  /** A random number from 0 to 1. */
  chance: () => number;
  lending: Lending;
  people: People;
  keepers: Keepers;
  keeping: Keeping;
  fund: Books['fund'];
  donations: Books['donations'];
  residents: Residents;
  commissioning: (changed: () => void) => Commissioning;
  recordings: Recordings;
  memos: Memos;
  wire: DoorWire;
  scannerTroubles: () => DeviceTrouble[];
  /** Whether the page's camera may read codes; null without one. */
  camera: () => 'offered' | 'only' | null;
  pushes: PushLog;
  practice: Practice | null;
  standing: Standing;
  health: () => Health;
  /** A keeper says that the clock is right. */
  confirmClock: (actor: `keeper:${string}`) => boolean;
  /** Writes what is held about a resident to the stick. */
  writeExport: VisitContext['writeExport'];
  /** The hub, as a keeper sees it. */
  hub: HubDesk;
  /** Work of the ledger that is done while nobody waits. */
  tidy: () => void;
  log: Log;
}

/** Milliseconds after which the resting screen is drawn anew: what is on today begins and ends by the clock. */
const restingRedraw = 60_000;

const midway: ReadonlySet<Stage['at']> = new Set([
  'door',
  'door-doubt',
  'borrowed',
  'returned',
  'taken-in',
  'refusal',
]);

/** The kiosk: one visit, its doors, and the calls a screen may make. Knows neither windows nor sockets. */
export class Hut {
  readonly boot: string;
  readonly visit: Visit;
  readonly doors: Doors;
  #deps: HutDeps;
  #view: ViewDeps;
  #drawing = false;
  /** It is put away: whoever shows the screen now is not to be drawn over. */
  #muted = false;
  #resting = false;
  #cancelRedraw: () => void = () => {};
  #wedge = idleWedge;
  #receive = receiveMemos();
  #cancelWedge: () => void = () => {};
  #look: (look: Args<'look'>) => boolean;

  constructor(deps: HutDeps) {
    this.#deps = deps;
    this.boot = deps.boot;
    const { clock, lending, people, newId, log, config, layout } = deps;
    this.doors = new Doors({
      clock,
      lending: doorBook(lending, deps.keeping),
      wire: deps.wire,
      log,
      changed: () => this.#publish(),
      visit: () => (this.visit.stage.at === 'attract' ? null : this.visit.id),
      mayResume: () => this.visit.stage.at === 'attract' || this.visit.stage.at === 'home',
      news: (news) => this.#onDoor(news),
      alarm: () => this.#cue('attention'),
    });
    const commissioning = deps.commissioning(() => this.visit.devicesMoved());
    this.visit = new Visit(
      {
        clock,
        lending,
        people,
        keepers: deps.keepers,
        keeping: deps.keeping,
        fund: deps.fund,
        donations: deps.donations,
        residents: deps.residents,
        writeExport: deps.writeExport,
        commissioning,
        hub: deps.hub,
        confirmClock: (keeper) => deps.confirmClock(`keeper:${keeper}`),
        memos: deps.memos,
        dropRecording: (language, clip) => deps.recordings.drop(language, clip),
        newId,
        chance: deps.chance,
        publish: () => this.#publish(),
        cue: (cue) => this.#cue(cue),
        log: (event) => log({ what: 'visit', ...event }),
      },
      this.doors,
    );
    this.#view = {
      visit: this.visit,
      lending,
      keeping: deps.keeping,
      fund: deps.fund,
      donations: deps.donations,
      residents: deps.residents,
      commissioning,
      recordings: deps.recordings,
      memos: deps.memos,
      health: deps.health,
      hub: deps.hub,
      config,
      layout,
      clock,
      faultOf: (door) => this.doors.faultOf(door),
      troubles: () => [
        ...deps.standing.troubles(),
        ...deps.wire.troubles(),
        ...deps.scannerTroubles(),
        // Not asked of a ledger that is not there.
        ...(deps.standing.trouble() !== null || people.keyFault() === null
          ? []
          : [{ device: 'phones' } as const]),
      ],
      practice: deps.practice !== null,
      camera: deps.camera,
    };
    this.#look = createCamera({
      clock,
      lending,
      people,
      configured: config.scanner.some(({ kind }) => kind === 'camera'),
      scan: (text) => this.visit.scan(text, { raw: text, from: 'camera' }),
    });
  }

  /** Settles what a restart left open, and begins to watch the doors. */
  async start(): Promise<void> {
    this.#publish();
    try {
      const settled = await this.doors.settleAtBoot();
      this.#deps.lending.noteStarted(settled);
      this.#deps.log({ what: 'hut-started', boot: this.boot, settled });
    } catch (error) {
      // The doors are watched all the same; a disk that cannot be read shows as trouble on the screen.
      this.#deps.log({ what: 'start-failed', error: stackOf(error) });
    }
  }

  view(): View {
    const { standing, log } = this.#deps;
    const trouble = standing.trouble();
    if (trouble !== null && !this.#midway()) return drawTrouble(this.#view, trouble);
    try {
      return drawView(this.#view);
    } catch (error) {
      // What cannot be read cannot be drawn: the screen says so, and the next picture may be whole again.
      if (!standing.suspect(error)) log({ what: 'view-failed', error: stackOf(error) });
      return drawTrouble(this.#view, standing.trouble() ?? 'disk-error');
    }
  }

  /** A whole code from a scanner. */
  scan(text: string, heard?: HeardScan): void {
    try {
      this.#act(() => {
        this.visit.scan(text, heard);
        return true;
      });
    } catch (error) {
      // Nobody awaits a scan: a bug under one must not end the process, least of all with a door open.
      this.#deps.log({ what: 'call-failed', call: 'scan', error: String(error), stack: stackOf(error) });
      this.#cue('refused');
    }
  }

  /** The same ledger was opened anew. */
  ledgerBack(): void {
    this.#act(() => {
      this.doors.settleAgain();
      return true;
    });
    this.#publish();
  }

  /** A device came or went. */
  devicesChanged(): void {
    this.#publish();
  }

  async handle<N extends CallName>(name: N, args: Args<N>): Promise<Answer<N>> {
    try {
      return (await this.#answer(name, args)) as Answer<N>;
    } catch (error) {
      // Told by the screen; the log has it as what it is.
      if (!this.#deps.standing.suspect(error)) throw error;
      throw new CallRefused('internal', 'the ledger cannot be read now');
    }
  }

  /** From here on nothing is shown or sounded: another has the screen, until there is a hut again. */
  mute(): void {
    this.#muted = true;
    this.#cancelRedraw();
  }

  async close(): Promise<void> {
    this.mute();
    this.#cancelWedge();
    this.visit.close();
    await this.doors.close();
  }

  async #answer(name: CallName, args: unknown): Promise<unknown> {
    switch (name) {
      case 'view':
        return this.view();
      case 'press': {
        const { token, action } = args as Args<'press'>;
        return { taken: this.#act(() => this.visit.press(token, action)) };
      }
      case 'touch':
        this.visit.touch();
        return {};
      case 'alive':
        return {};
      case 'pageBroke':
        this.#deps.log({ what: 'page-broke', error: (args as Args<'pageBroke'>).what });
        return {};
      case 'keys':
        this.#keys(args as Args<'keys'>);
        return {};
      case 'look':
        return { taken: this.#act(() => this.#look(args as Args<'look'>)) };
      case 'health':
        return this.#deps.health();
      case 'recordings': {
        const { language } = args as Args<'recordings'>;
        return { clips: this.#deps.recordings.list(language) };
      }
      case 'recording': {
        const { language, clip } = args as Args<'recording'>;
        return { sound: this.#deps.recordings.read(language, clip)?.toString('base64') ?? null };
      }
      case 'keepRecording':
        return this.#keepRecording(args as Args<'keepRecording'>);
      case 'keepMemo':
        return this.#keepMemo(args as Args<'keepMemo'>);
      case 'memo':
        return this.#memo(args as Args<'memo'>);
      case 'practice': {
        const practice = this.#deps.practice;
        if (practice === null) throw new CallRefused('not-practice', 'this hut has real devices');
        const done = await practice.act(args as Args<'practice'>);
        this.#deps.pushes.push('practice', practice.state());
        return { done };
      }
      case 'practiceState':
        return this.#deps.practice?.state() ?? null;
    }
  }

  /** Only from the screen of this very clip, which only a keeper sees. */
  #keepRecording({ token, language, clip, sound }: Args<'keepRecording'>): Answer<'keepRecording'> {
    const { stage, keeper } = this.visit;
    const shown = stage.at === 'keeper-clip' && stage.language === language && stage.clip === clip;
    if (keeper === null || !shown || token !== this.visit.token)
      return { kept: false, because: 'screen-gone' };
    this.visit.touch();
    const kept = this.#deps.recordings.keep(language, clip, Buffer.from(sound, 'base64'));
    this.#deps.log({ what: 'recording', clip, language, keeper: keeper.keeper, kept: kept.ok });
    this.#cue(kept.ok ? 'done' : 'refused');
    this.#publish();
    return kept.ok ? { kept: true } : { kept: false, because: kept.refusal };
  }

  /** Only from the screen on which it is told. */
  #keepMemo({ token, bytes, ...part }: Args<'keepMemo'>): Answer<'keepMemo'> {
    const { stage, id } = this.visit;
    if (stage.at !== 'return-tell' || stage.by !== part.what || token !== this.visit.token)
      return { taken: false, because: 'screen-gone' };
    this.visit.touch();
    const whole = this.#receive.take({ ...part, token, bytes: Buffer.from(bytes, 'base64') });
    if (whole === 'more') return { taken: true };
    if (whole === 'out-of-order') return { taken: false, because: whole };
    const kept = this.#deps.memos.keep({ item: stage.item, visit: id, what: part.what, bytes: whole });
    this.#cue(kept.ok ? 'done' : 'refused');
    if (!kept.ok) return { taken: false, because: kept.refusal };
    this.visit.told(kept.value);
    return { taken: true };
  }

  /** Only to a keeper who stands before it. */
  #memo({ token, memo, part }: Args<'memo'>): Answer<'memo'> {
    const { stage, keeper } = this.visit;
    const shown = keeper !== null && stage.at === 'keeper-memos' && token === this.visit.token;
    const bytes = shown ? this.#deps.memos.read(stage.item, memo) : null;
    if (bytes === null) return { of: 0, bytes: null };
    this.visit.touch();
    const slice = bytes.subarray(part * memoPart, (part + 1) * memoPart);
    return { of: Math.ceil(bytes.length / memoPart), bytes: slice.toString('base64') };
  }

  #keys({ keys }: Args<'keys'>): void {
    this.#cancelWedge();
    for (const key of keys) {
      const { state, scan } = wedgeKey(this.#wedge, key);
      this.#wedge = state;
      this.#typed(scan);
    }
    // A scanner without a suffix ends by falling silent.
    this.#cancelWedge = this.#deps.clock.after(wedgeIdle, () => {
      const { state, scan } = wedgeSilence(this.#wedge, this.#wedge.at + wedgeIdle);
      this.#wedge = state;
      this.#typed(scan);
    });
  }

  /** A scan by the keys of a wedge. */
  #typed(scan: string | null): void {
    if (scan === null) return;
    const wedges = this.#deps.config.scanner.filter((line) => line.kind === 'wedge');
    const affixes = wedges.map(({ prefix = '', suffix = '' }) => ({ prefix, suffix }));
    const code = typedCode(scan, affixes);
    if (code !== null) this.scan(code, { raw: scan, from: 'wedge' });
  }

  /** What a person did. A disk that breaks under it has done nothing; the screen says so from here on. */
  #act(act: () => boolean): boolean {
    try {
      return act();
    } catch (error) {
      if (!this.#deps.standing.suspect(error)) throw error;
      this.#cue('refused');
      this.#publish();
      return false;
    }
  }

  /** Somebody is in the middle of something that trouble must not cover: a door, its result, a keeper. */
  #midway(): boolean {
    let stage = this.visit.stage;
    while (stage.at === 'still-there') stage = stage.under;
    return midway.has(stage.at) || stage.at.startsWith('keeper-');
  }

  /** One picture for all that happened in this turn of the event loop. */
  #publish(): void {
    if (this.#drawing || this.#muted) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      if (this.#muted) return;
      const stage = this.visit.stage;
      this.doors.aboutToOpen(this.#awaitsIdentity(stage));
      if (stage.at === 'attract' && !this.#resting) this.#deps.tidy();
      this.#resting = stage.at === 'attract';
      this.#cancelRedraw();
      if (this.#resting) this.#cancelRedraw = this.#deps.clock.after(restingRedraw, () => this.#publish());
      if (stage.at !== 'return-tell') this.#receive.forget();
      this.#deps.pushes.push('view', this.view());
    });
  }

  /** Somebody is about to open a door: the bus stays free for the pulse. */
  #awaitsIdentity(stage: Stage): boolean {
    if (stage.at === 'keeper-reason') return true;
    return stage.at === 'identify' || stage.at === 'pin' || (stage.at === 'item' && this.visit.who !== null);
  }

  #cue(cue: Cue): void {
    if (!this.#muted) this.#deps.pushes.push('cue', { cue });
  }

  #onDoor(news: DoorNews): void {
    try {
      this.#showDoor(news);
    } catch (error) {
      // What happened to the door stands; only what would be said of it cannot be read.
      if (!this.#deps.standing.suspect(error)) throw error;
      this.visit.doorNews({ news: 'ended', stage: { at: 'home' } });
    }
  }

  #showDoor(news: DoorNews): void {
    const { opening } = news;
    switch (news.is) {
      case 'cycle': {
        const { cycle } = news;
        if (cycle.is === 'doubt') {
          this.#cue('attention');
          this.visit.doorNews({
            news: 'ended',
            stage: { at: 'door-doubt', opening, because: cycle.because },
          });
          return;
        }
        // Not each time a board is lost and heard again while its door stands open.
        if (cycle.is === 'open' && cycle.shown !== this.#shownOpen(opening.opening)) {
          this.#cue(cycle.shown === 'open' ? 'found' : 'attention');
        }
        this.visit.doorNews({ news: 'cycle', stage: { at: 'door', opening, cycle } });
        return;
      }
      case 'finished':
        if (!this.#shows(opening.opening)) return;
        this.#cue('done');
        this.visit.doorNews({
          news: 'ended',
          stage:
            news.result.to === 'loan'
              ? { at: 'borrowed', loan: news.result.loan }
              : news.result.to === 'returned'
                ? { at: 'returned', returned: news.result.returned }
                : { at: 'keeper-opened', opening: news.result.opening },
        });
        return;
      case 'void':
        if (!this.#shows(opening.opening)) return;
        if (news.because === 'declared-not-moved')
          this.visit.doorNews({
            news: 'ended',
            stage: { at: opening.purpose === 'keeper' ? 'keeper-desk' : 'home' },
          });
        else this.visit.openingFailed(opening, news.because === 'not-sent' ? 'not-sent' : 'stuck');
        return;
      case 'not-recorded':
        if (this.#shows(opening.opening)) this.visit.notRecorded(opening, news.refusal);
        return;
    }
  }

  /** Whether the visit shows this very opening, so that its end belongs on the screen. */
  #shows(opening: string): boolean {
    const stage = this.#beneath();
    if (stage.at === 'refusal' || stage.at === 'keeper-refusal') return stage.opening === opening;
    return (stage.at === 'door' || stage.at === 'door-doubt') && stage.opening.opening === opening;
  }

  /** How the door of this opening is shown to stand open; null while it is not. */
  #shownOpen(opening: string): 'open' | 'remind' | 'alarm' | null {
    const stage = this.#beneath();
    if (stage.at !== 'door' || stage.opening.opening !== opening) return null;
    return stage.cycle.is === 'open' ? stage.cycle.shown : null;
  }

  /** The stage under what is laid over it for a moment. */
  #beneath(): Stage {
    let stage = this.visit.stage;
    while (stage.at === 'keeper-called' || stage.at === 'still-there') stage = stage.under;
    return stage;
  }
}
