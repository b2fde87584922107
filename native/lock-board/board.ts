import type { Clock } from '../../domain/clock.ts';
import type { BoardConfig } from '../../domain/config/config.ts';
import type { Result } from '../../domain/result.ts';
import { Listeners } from '../listeners.ts';
import type { Link } from '../port/link.ts';
import type { Bus } from './bus.ts';
import { sameBytes } from './framing.ts';
import type {
  DoorReading,
  LinkState,
  LockBoard,
  LockError,
  Notice,
  OpenAck,
  RawFrame,
} from './lock-board.ts';
import type { Codec, Exchange, Protocol } from './protocol.ts';

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
const strayKeep = 32;

/** `received` without the first copy of what was sent, which an echoing adapter puts before the answer. */
export function withoutEcho(received: Uint8Array, tx: Uint8Array): Uint8Array {
  const at = received.findIndex((_, from) => tx.every((byte, i) => received[from + i] === byte));
  return at < 0
    ? received
    : Uint8Array.from([...received.subarray(0, at), ...received.subarray(at + tx.length)]);
}

/** Driver for one lock board of any protocol: when to ask what, which doors the answers mean, whether it lives. */
export class Board implements LockBoard {
  readonly id: string;
  readonly doors: readonly number[];
  readonly pulseMs: number;
  readonly capabilities: LockBoard['capabilities'];
  readonly #config: BoardConfig;
  readonly #codec: Codec;
  readonly #busyAfterOpen: number;
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
  #stray = new Uint8Array(0);
  #cancelProbe: (() => void) | undefined;

  constructor(config: BoardConfig, protocol: Protocol, link: Link, bus: Bus, clock: Clock) {
    this.id = config.id;
    this.#config = config;
    this.pulseMs = config.pulseMs;
    this.capabilities = {
      ...protocol.capabilities,
      ackOnOpen: config.expectsAck ?? protocol.capabilities.ackOnOpen,
    };
    this.#busyAfterOpen = protocol.busyAfterOpen;
    this.#channels = new Map(Object.entries(config.doors).map(([door, channel]) => [Number(door), channel]));
    this.doors = [...this.#channels.keys()].sort((a, b) => a - b);
    const channels = [...this.#channels.values()].sort((a, b) => a - b);
    this.#codec = protocol.codec({ ...config, channels });
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
    const exchange = this.#codec.open(channel);
    const deadline = this.#clock.mono() + options.deadlineMs;
    const acked = this.capabilities.ackOnOpen;
    const asked = this.#ask(acked ? exchange : { ...exchange, within: this.#busyAfterOpen }, {
      urgent: true,
      deadline,
      ...(!acked && { blind: new Uint8Array(0) }),
    }).then((answer): Result<OpenAck, LockError> => {
      if (acked) this.#heard(answer);
      return answer.ok ? { ok: true, value: { at: this.#clock.mono(), raw: answer.value } } : answer;
    });
    // Queued now: once the answer is known here, the next order is on the wire already.
    this.#afterOpen(deadline);
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
    const answer = await this.#read(() => this.#codec.readDoor(channel));
    if (!answer.ok) return answer;
    return { ok: true, value: { door, at: this.#clock.mono(), ...answer.value } };
  }

  async readAll(): Promise<Result<DoorReading[], LockError>> {
    const answer = await this.#read(() => this.#codec.readAll());
    if (!answer.ok) return answer;
    const { of, raw } = answer.value;
    const at = this.#clock.mono();
    return {
      ok: true,
      value: [...this.#channels].map(([door, channel]) => ({ door, at, raw, ...of(channel) })),
    };
  }

  #afterOpen(deadline: number): void {
    for (const exchange of this.#codec.afterOpen?.() ?? []) {
      const turn = { urgent: true, deadline: deadline + readPatience, blind: null };
      void this.#ask<unknown>(exchange, turn);
    }
  }

  /** A reading. Where no checksum protects it, only what is said twice in a row counts. */
  async #read<T extends { raw: Uint8Array }>(question: () => Exchange<T>): Promise<Result<T, LockError>> {
    let answer = await this.#ask(question(), this.#reading());
    if (answer.ok && !this.capabilities.checksum) {
      const again = await this.#ask(question(), this.#reading());
      const agree = again.ok && sameBytes(again.value.raw, answer.value.raw);
      if (!agree) answer = again.ok ? { ok: false, refusal: { code: 'BadFrame' } } : again;
    }
    this.#heard(answer);
    return answer;
  }

  #reading(): { urgent: boolean; deadline: number } {
    return { urgent: false, deadline: this.#clock.mono() + readPatience };
  }

  #ask<T>(
    { tx, within, match }: Exchange<T>,
    turn: { urgent: boolean; deadline: number; blind?: T },
  ): Promise<Result<T, LockError>> {
    const { echo } = this.#config;
    return this.#bus.ask({
      board: this.id,
      tx,
      within,
      match: echo ? (received) => match(withoutEcho(received, tx)) : match,
      ...turn,
    });
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
      // Urgent and before anybody hears of the connection, so that no open can be cut short by it.
      for (const exchange of this.#codec.onConnect?.() ?? []) {
        void this.#ask(exchange, { ...this.#reading(), urgent: true });
      }
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

  /** Some firmware tells a moved door unasked. */
  #strayed(bytes: Uint8Array): void {
    const joined = Uint8Array.from([...this.#stray, ...bytes]);
    const { notices, used } = this.#codec.notices(joined);
    for (const { channel, raw } of notices) {
      for (const [door, its] of this.#channels) {
        if (its === channel) this.#notices.tell({ door, raw, at: this.#clock.mono() });
      }
    }
    this.#stray = joined.slice(used).slice(-strayKeep);
  }
}

const unsupported = Promise.resolve({ ok: false, refusal: { code: 'Unsupported' } } as const);
