import type { Clock } from '../../domain/clock.ts';
import type { BoardConfig } from '../../domain/config/config.ts';
import type { Result } from '../../domain/result.ts';
import { Listeners } from '../listeners.ts';
import type { Link } from '../port/link.ts';
import type { Bus } from './bus.ts';
import { channelOf, lockOf, openCommand, readAllCommand, readCommand } from './codec-xor-8a.ts';
import type {
  DoorReading,
  LinkState,
  LockBoard,
  LockError,
  Notice,
  OpenAck,
  RawFrame,
} from './lock-board.ts';
import { matchOpen, matchRead, matchReadAll, shortFrames } from './match-xor-8a.ts';

/** Operation ids remembered, so that one of them never pulses twice. */
const rememberedOperations = 256;
/** Unanswered orders in a row after which the board counts as silent. */
const patience = 3;
/** Milliseconds a board may be unheard before it is asked whether it still lives. */
const probeEvery = 10_000;
/** Milliseconds between questions to a board that has begun not to answer. */
const probeInDoubt = 1_000;
/** Milliseconds an order to read may wait for its turn. */
const readPatience = 5_000;
/** Bytes of stray input kept to find a notice that came in pieces. */
const strayKeep = 16;

/** Driver for one `xor-8a` board: which bytes to send, what its answers mean, whether it lives. */
export class Xor8aBoard implements LockBoard {
  readonly id: string;
  readonly doors: readonly number[];
  readonly capabilities = { ackOnOpen: true, occupancy: false, multiOpen: true, checksum: true };
  readonly #config: BoardConfig;
  readonly #channels: ReadonlyMap<number, number>;
  readonly #link: Link;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #states = new Listeners<LinkState>();
  readonly #notices = new Listeners<Notice>();
  readonly #operations = new Map<string, Promise<Result<OpenAck, LockError>>>();
  #state: LinkState = { is: 'connecting' };
  #unanswered = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  /** Silent since it was last heard; a port that opens again does not change that. */
  #silent = false;
  #statusLength: number | null = null;
  #stray = new Uint8Array(0);
  #cancelProbe: (() => void) | undefined;

  constructor(config: BoardConfig, link: Link, bus: Bus, clock: Clock) {
    this.id = config.id;
    this.#config = config;
    this.#channels = new Map(Object.entries(config.doors).map(([door, channel]) => [Number(door), channel]));
    this.doors = [...this.#channels.keys()].sort((a, b) => a - b);
    this.#link = link;
    this.#bus = bus;
    this.#clock = clock;
    link.onState(() => this.#linkChanged());
    bus.onStray((bytes) => this.#strayed(bytes));
  }

  get state(): LinkState {
    return this.#state;
  }

  onState(take: (state: LinkState) => void): () => void {
    return this.#states.add(take);
  }

  onRaw(take: (frame: RawFrame) => void): () => void {
    return this.#bus.onRaw(take);
  }

  onNotice(take: (notice: Notice) => void): () => void {
    return this.#notices.add(take);
  }

  open(
    door: number,
    options: { deadlineMs: number; operationId: string },
  ): Promise<Result<OpenAck, LockError>> {
    const before = this.#operations.get(options.operationId);
    if (before !== undefined) return before;
    const channel = this.#channels.get(door);
    if (channel === undefined) return unsupported;
    const tx = openCommand(this.#config.address, channel);
    const asked = this.#bus
      .ask({
        board: this.#config.address,
        urgent: true,
        tx,
        deadline: this.#clock.mono() + options.deadlineMs,
        match: (bytes) => matchOpen(bytes, tx, this.#config),
      })
      .then((answer): Result<OpenAck, LockError> => {
        this.#heard(answer);
        return answer.ok
          ? { ok: true, value: { at: this.#clock.mono(), raw: answer.value } }
          : { ok: false, refusal: answer.refusal };
      });
    this.#operations.set(options.operationId, asked);
    for (const oldest of this.#operations.keys()) {
      if (this.#operations.size <= rememberedOperations) break;
      this.#operations.delete(oldest);
    }
    return asked;
  }

  async readDoor(door: number): Promise<Result<DoorReading, LockError>> {
    const channel = this.#channels.get(door);
    if (channel === undefined) return unsupported;
    const tx = readCommand(this.#config.address, channel);
    const answer = await this.#bus.ask({
      board: this.#config.address,
      urgent: false,
      tx,
      deadline: this.#clock.mono() + readPatience,
      match: (bytes) => matchRead(bytes, tx),
    });
    this.#heard(answer);
    if (!answer.ok) return answer;
    const { code, raw } = answer.value;
    const lock = lockOf(code, this.#config.feedback);
    return { ok: true, value: { door, lock, at: this.#clock.mono(), raw } };
  }

  async readAll(): Promise<Result<DoorReading[], LockError>> {
    const { address, feedback, order } = this.#config;
    const tx = readAllCommand(address);
    const atLeast = Math.ceil(Math.max(1, ...this.#channels.values()) / 8);
    const answer = await this.#bus.ask({
      board: address,
      urgent: false,
      tx,
      deadline: this.#clock.mono() + readPatience,
      match: (bytes) => matchReadAll(bytes, tx, { known: this.#statusLength, atLeast }),
    });
    this.#heard(answer);
    if (!answer.ok) return answer;
    const { status, raw } = answer.value;
    this.#statusLength = status.length;
    const at = this.#clock.mono();
    const value = [...this.#channels].map(
      ([door, channel]): DoorReading => ({
        door,
        lock: channelOf(status, channel, feedback, order),
        at,
        raw,
      }),
    );
    return { ok: true, value };
  }

  #heard(answer: Result<unknown, LockError>): void {
    const code = answer.ok ? 'BoardRejected' : answer.refusal.code;
    if (code === 'BoardRejected') {
      this.#unanswered = 0;
      this.#heardAt = this.#clock.mono();
      this.#silent = false;
      if (this.#link.state.is === 'connected') this.#become({ is: 'connected' });
      return;
    }
    if (code === 'NotSent' || code === 'Expired' || code === 'Disconnected' || code === 'Unsupported') return;
    this.#unanswered += 1;
    if (this.#unanswered === 1) this.#probeIn(probeInDoubt);
    if (this.#unanswered < patience) return;
    this.#silent = true;
    this.#becomeSilent();
  }

  #linkChanged(): void {
    const { state } = this.#link;
    if (state.is === 'connected') {
      if (!this.#silent) this.#become({ is: 'connected' });
      this.#probe();
      return;
    }
    this.#cancelProbe?.();
    this.#cancelProbe = undefined;
    this.#stray = new Uint8Array(0);
    // A board that is silent stays so while its port is opened anew; a port that is truly gone is named.
    if (state.is === 'down' && !(this.#silent && state.why.code === 'Disconnected')) {
      this.#become({ is: 'unreachable', why: state.why });
    }
  }

  /** A cable may go without a word (bindings-cpp #162): an idle wire is asked now and then. */
  #probe(): void {
    this.#cancelProbe?.();
    const unheard = this.#clock.mono() - this.#heardAt;
    const doubtful = this.#unanswered > 0 && !this.#silent;
    if (doubtful || unheard >= probeEvery) void this.readAll();
    const wait = doubtful ? probeInDoubt : probeEvery;
    this.#probeIn(wait);
  }

  #probeIn(ms: number): void {
    this.#cancelProbe?.();
    this.#cancelProbe =
      this.#link.state.is === 'connected' ? this.#clock.after(ms, () => this.#probe()) : undefined;
  }

  #becomeSilent(): void {
    const message = `the board ${this.id} (address ${this.#config.address}) does not answer on ${this.#config.path}. Check its 12 V supply, the A/B wires and the DIP switch.`;
    this.#become({ is: 'unreachable', why: { code: 'Silent', message } });
  }

  #become(state: LinkState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#states.tell(state);
  }

  /** Some firmware tells a moved door unasked (82/81). */
  #strayed(bytes: Uint8Array): void {
    const joined = Uint8Array.from([...this.#stray, ...bytes]);
    for (const { frame, raw } of shortFrames(joined)) {
      if (frame.board !== this.#config.address || (frame.is !== 'notice' && frame.is !== 'notice-2'))
        continue;
      for (const [door, channel] of this.#channels) {
        if (channel === frame.lock) this.#notices.tell({ door, raw, at: this.#clock.mono() });
      }
    }
    const last = shortFrames(joined).at(-1);
    this.#stray = last === undefined ? joined.slice(-strayKeep) : new Uint8Array(0);
  }
}

const unsupported = Promise.resolve({ ok: false, refusal: { code: 'Unsupported' } } as const);
