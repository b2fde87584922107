import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ScannerConfig } from '../../domain/config/config.ts';
import type { Action } from '../../domain/contract/action.ts';
import type { PushBody } from '../../domain/contract/contract.ts';
import { type Cue, type Screen, type ScreenAt, View } from '../../domain/contract/screen.ts';
import type { EventBody } from '../../domain/ledger/events.ts';
import { type BoardConfig, Config } from '../../hut/config/config.ts';
import type { Item } from '../../hut/lending/lending-types.ts';
import { LogEntry } from '../../hut/log-catalogue.ts';
import { type OpenedHut, openHut, practiceDirectory } from '../../hut/open-hut.ts';
import { type SimulatedDevices, simulateDevices } from '../../hut/practice/simulated-devices.ts';
import { practiceCards } from '../../hut/stock/practice-stock.ts';
import type { Wire } from '../../hut/sync/hub-client.ts';
import type { WatchPath } from '../../native/port/path-watch.ts';
import { pass, settle } from '../settle.ts';
import { SimClock } from '../sim-clock.ts';

/** Kept for a full disk; small, since each test has a hut of its own. */
const reserveBytes = 64 * 1024;

/** Screen of a known kind, as a test expects it. */
export type On<At extends ScreenAt> = Extract<Screen, { at: At }>;

/**
 * A whole kiosk with the practice stock: real ledger, real drivers, real byte streams; only the devices at the far
 * ends are simulated, and time, which moves only when no byte is in flight.
 */
export class Kiosk {
  readonly clock: SimClock;
  readonly dir: string;
  readonly devices: SimulatedDevices;
  readonly log: LogEntry[] = [];
  readonly cues: Cue[] = [];
  /** How often another ledger lay there than before: the hut is then opened anew by who keeps it. */
  anotherLedger = 0;
  /** Whether a directory for a stick is one: all lie on one disk here. */
  stickIsMounted = true;
  /** What the disk says it has left. */
  freeBytes = 1_000_000_000;
  #opened: OpenedHut | null = null;
  #lives = 0;
  #hub: { url: string; wire: Wire } | null = null;
  #watchPath: WatchPath = () => () => {};
  /** The last event of setting up. */
  #setUp = 0;

  private constructor(clock: SimClock, dir: string, devices: SimulatedDevices) {
    this.clock = clock;
    this.dir = dir;
    this.devices = devices;
  }

  static async open(
    options: {
      board?: Partial<BoardConfig>;
      hut?: Config['hut'];
      scanner?: ScannerConfig[];
      /** The hub of its street, and how it is reached. */
      hub?: { url: string; wire: Wire };
      /** What tells of a device that is plugged in again; nothing, since the file system does so in real time. */
      watchPath?: WatchPath;
    } = {},
  ): Promise<Kiosk> {
    const clock = new SimClock();
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-kiosk-'));
    const { hut, scanner = [] } = options;
    const config = Config.parse({ scanner, ...(hut === undefined ? {} : { hut }) });
    const devices = await simulateDevices(config, { clock, board: options.board ?? {} });
    const kiosk = new Kiosk(clock, dir, devices);
    kiosk.#hub = options.hub ?? null;
    kiosk.#watchPath = options.watchPath ?? kiosk.#watchPath;
    onTestFinished(() => kiosk.close());
    await kiosk.start();
    kiosk.#setUp = kiosk.ledger.head().seq;
    return kiosk;
  }

  /** Starts the hut on its data, as after switching it on. */
  async start(): Promise<void> {
    let ids = 0;
    this.#lives += 1;
    const life = this.#lives;
    const opened = await openHut({
      config: Config.parse(this.#hub === null ? {} : { hub: { url: this.#hub.url } }),
      ...(this.#hub === null ? {} : { wire: this.#hub.wire }),
      dir: this.dir,
      clock: this.clock,
      newId: () => `test-${life}-${++ids}`,
      // Parsed too: what a cast let through would show here.
      log: (entry) => void (LogEntry.parse(entry) && this.log.push(entry)),
      simulated: this.devices,
      reserveBytes,
      freeBytes: () => this.freeBytes,
      anotherLedger: () => void this.anotherLedger++,
      watchPath: this.#watchPath,
      isOtherDisk: () => this.stickIsMounted,
    });
    if (!opened.ok) throw new Error(opened.refusal.message);
    this.#opened = opened.value;
    opened.value.pushes.onPush((push) => {
      if (push.name === 'cue') this.cues.push((push.body as PushBody<'cue'>).cue);
    });
    await this.quiet();
  }

  /** Where its ledger lies. */
  get ledgerDir(): string {
    return join(this.dir, practiceDirectory);
  }

  /** Switched off for so long, and on again. */
  async switchedOffFor(ms: number): Promise<void> {
    await this.stop();
    this.clock.setWall(this.clock.wall() + ms);
    await this.start();
  }

  /** Stops the hut process in good order; devices and doors stay as they are. */
  async stop(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.close();
  }

  get hut() {
    return this.opened.hut;
  }
  get lending() {
    return this.opened.store.lending;
  }
  get ledger() {
    return this.opened.store.ledger;
  }
  get board() {
    return this.devices.board;
  }
  get opened(): OpenedHut {
    if (this.#opened === null) throw new Error('the hut is switched off');
    return this.#opened;
  }

  /** The view as the renderer would get it, checked against the contract. */
  view(): View {
    return View.parse(this.hut.view());
  }

  get screen(): Screen {
    return this.view().screen;
  }

  /** The screen, which must be this one. */
  on<At extends ScreenAt>(at: At): On<At> {
    const screen = this.screen;
    if (screen.at !== at) throw new Error(`expected ${at}, the screen is ${JSON.stringify(screen)}`);
    return screen as On<At>;
  }

  /** Presses what is on the screen, and lets what follows happen. */
  async press(action: Action): Promise<boolean> {
    const { taken } = await this.hut.handle('press', { token: this.view().token, action });
    await this.quiet();
    return taken;
  }

  /** Types digits on the pad. */
  async type(digits: string): Promise<void> {
    for (const key of digits) await this.press({ do: 'key', key: key as '0' });
  }

  /** The scanner reads a code: bytes on its cable. */
  async scan(code: string): Promise<void> {
    this.devices.scan(code);
    await this.quiet();
    // The hut outlives a bug under a scan; a test does not.
    const bug = this.log.find((entry) => entry.what === 'call-failed' && entry.call === 'scan');
    if (bug !== undefined) throw new Error(JSON.stringify(bug));
  }

  /** Bytes reach whoever they are for; no time passes. */
  quiet(): Promise<void> {
    return settle(() => this.devices.inFlight());
  }

  /** Time passes, with everything that it brings. */
  pass(ms: number): Promise<void> {
    return pass(this.clock, ms, () => this.devices.inFlight());
  }

  /** Work that takes real time, such as hashing a PIN, comes to its end. */
  async until(at: ScreenAt): Promise<void> {
    const start = performance.now();
    while (this.screen.at !== at) {
      if (performance.now() - start > 10_000)
        throw new Error(`never came to ${at}: ${JSON.stringify(this.screen)}`);
      await this.quiet();
    }
  }

  /** A resident's card that a keeper checked. */
  get card(): string {
    return cardOf('verified');
  }

  /** The card of somebody who registered by themselves. */
  get newcomersCard(): string {
    return cardOf('self-registered');
  }

  /** An item of this kind behind a door (or on a shelf) that can be lent. */
  item(kind: string, at: 'door' | 'shelf' = 'door', nth = 0): Item {
    const found = this.lending
      .items()
      .filter((item) => item.kind === kind && item.home.at === at && item.condition === 'in-service')
      .filter((item) => !this.lending.isOut(item.item))[nth];
    if (found === undefined) throw new Error(`the practice stock has no ${kind} at a ${at}`);
    return found;
  }

  /** From the attract screen to the item screen of a kind. */
  async pick(kind: string): Promise<On<'item'>> {
    if (this.screen.at === 'attract') await this.press({ do: 'begin' });
    if (this.screen.at === 'home') await this.press({ do: 'function', function: 'borrow' });
    for (let page = 0; this.screen.at === 'pick'; page++) {
      const pick = this.on('pick');
      if (pick.cards.some((card) => card.kind === kind)) {
        await this.press({ do: 'kind', kind });
        break;
      }
      if (page >= pick.pages) throw new Error(`no ${kind} on any page`);
      await this.press({ do: 'page', page: page + 1 });
    }
    const item = this.on('item');
    if (item.notices.length > 0) await this.press({ do: 'tick' });
    return this.on('item');
  }

  /** Borrows from a locker up to the open door; gives its number. */
  async borrowUntilOpen(kind: string, card = this.card): Promise<number> {
    await this.pick(kind);
    await this.press({ do: 'borrow' });
    await this.scan(card);
    await this.pass(600);
    const door = this.on('door');
    if (door.phase !== 'open') throw new Error(`the door is ${door.phase}`);
    return door.door;
  }

  /** Types of the events since the hut was first set up, oldest first, without its starts. */
  events(): string[] {
    return this.ledger.db
      .prepare<[number], string>(
        "SELECT type FROM event WHERE seq > ? AND type <> 'hut-started' ORDER BY epoch, seq",
      )
      .pluck()
      .all(this.#setUp);
  }

  /** What the doors did beside their openings, oldest first. */
  doorMoves(): EventBody<'door-noticed'>[] {
    return this.ledger.db
      .prepare<[number], string>(
        "SELECT body FROM event WHERE seq > ? AND type = 'door-noticed' ORDER BY epoch, seq",
      )
      .pluck()
      .all(this.#setUp)
      .map((body) => JSON.parse(body) as EventBody<'door-noticed'>);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.devices.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function cardOf(trust: 'verified' | 'self-registered'): string {
  const card = practiceCards.find((each) => each.trust === trust);
  if (card === undefined) throw new Error(`no practice card is ${trust}`);
  return card.code;
}
