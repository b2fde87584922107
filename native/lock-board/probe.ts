import type { Clock } from '../../domain/clock.ts';
import type { LockProtocolFacts } from '../../domain/config/lock-protocols.ts';
import type { Result } from '../../domain/result.ts';
import type { ByteStream, OpenStream, PortError } from '../port/byte-stream.ts';
import { withoutEcho } from './board.ts';
import { gapAt, quietTime } from './bus.ts';
import type { RawFrame } from './lock-board.ts';
import type { Exchange, Status } from './protocol.ts';
import { protocolNames, protocolOf } from './protocols.ts';

/** A board that answered. */
export interface FoundBoard {
  path: string;
  protocol: string;
  baud: number;
  address: number;
  /** The adapter sends back what it is sent. */
  echo: boolean;
  /** Channels the answer tells of. */
  channels: number;
  raw: Uint8Array;
}

export interface ProbeOptions {
  /** Left out: all. */
  only?: readonly string[];
  /** Asks the boards that may be there though nobody answered: set to another address, or to another speed. */
  thorough?: boolean;
  /** Told before each question: which protocol and address, and at what speed. */
  asking?: (question: { protocol: string; address: number; baud: number }) => void;
  /** For a bus monitor. */
  onRaw?: (frame: RawFrame) => void;
  /** True once nobody waits for the rest. */
  stopped?: () => boolean;
}

/** Milliseconds of silence between two questions: whoever heard half of a foreign frame has forgotten it by then. */
const rest = 30;
/** Milliseconds that an address beside a found one has to answer: this, or twice what the found one took. */
const neighbourWithin = 100;
/** Addresses without an answer after which no more are asked beside a found board. */
const silentNeighbours = 32;
/** What a thorough search asks: the first addresses of a DIP switch, each so many milliseconds, and other speeds. */
const firstAddresses = 16;
const strangerWithin = 250;
const speedsInUse = [9600, 19200, 38400, 57600, 115200] as const;

/** The question a probe asks, of a wiring that is not known yet. It reads; no door moves by it. */
const questionTo = (protocol: string, address: number): Exchange<Status> => {
  const { codec, facts } = protocolOf(protocol);
  const { feedback, order } = facts;
  return codec({
    address,
    feedback,
    order,
    channels: [1],
    pulseMs: 0,
    inputs: null,
    clearBusy: false,
  }).readAll();
};

/**
 * Asks on one port, in every protocol, who is there. Harmless: all it sends is the whole-board read of each
 * protocol, at its usual address. With `thorough` it asks the other addresses of a DIP switch instead, and the usual
 * one at other speeds. Beside a board that answered all addresses are asked. The port must be free. Boards come in
 * the order of their protocols and addresses.
 */
export async function probePort(
  path: string,
  { clock, openStream }: { clock: Clock; openStream: OpenStream },
  options: ProbeOptions = {},
): Promise<Result<FoundBoard[], PortError>> {
  const asked = (options.only ?? protocolNames).map((name) => protocolOf(name));
  const usual = asked.map(({ facts }) => facts.baud);
  // A serial server has the speed that it was set to, whatever is asked for here.
  const others = options.thorough === true && !path.startsWith('tcp://') ? speedsInUse : [];
  const speeds = new Set([...usual, ...others]);
  const found: FoundBoard[] = [];
  for (const baud of speeds) {
    if (options.stopped?.()) break;
    // A fresh stream at each speed.
    const opened = await openStream(path, baud);
    if (!opened.ok) return opened;
    const line = new ProbeLine(opened.value, baud, clock, options.onRaw);
    try {
      for (const { name, facts } of asked) {
        const addresses = addressesAt(baud, facts, options.thorough === true);
        if (path.startsWith('tcp://') && baud !== facts.baud) continue;
        found.push(...(await askProtocol(line, name, facts, { path, addresses }, options)));
      }
    } finally {
      await opened.value.close();
    }
  }
  return { ok: true, value: found };
}

/** Where a board of this protocol is looked for on a line of this speed. */
function addressesAt(baud: number, { baud: its, address }: LockProtocolFacts, thorough: boolean): number[] {
  if (!thorough || baud !== its) return thorough || baud === its ? [address.usual] : [];
  return Array.from({ length: firstAddresses }, (_, i) => address.min + i).filter(
    (each) => each <= address.max && each !== address.usual,
  );
}

async function askProtocol(
  line: ProbeLine,
  protocol: string,
  facts: LockProtocolFacts,
  { path, addresses }: { path: string; addresses: readonly number[] },
  { asking, stopped }: ProbeOptions,
): Promise<FoundBoard[]> {
  const found = new Map<number, FoundBoard>();
  const ask = async (address: number, within?: number): Promise<number | null> => {
    if (stopped?.()) return null;
    asking?.({ protocol, address, baud: line.baud });
    const question = questionTo(protocol, address);
    const heard = await line.ask(within === undefined ? question : { ...question, within });
    if (heard === null) return null;
    const { status, echo, took } = heard;
    const told = Array.from({ length: facts.channels }, (_, i) => status.of(i + 1).lock !== 'unknown');
    const channels = told.lastIndexOf(true) + 1;
    found.set(address, { path, protocol, address, echo, baud: line.baud, channels, raw: status.raw });
    return took;
  };
  const isUsual = addresses.includes(facts.address.usual);
  for (const address of addresses) {
    const took = await ask(address, isUsual ? undefined : strangerWithin);
    if (took !== null) {
      await askBeside(address, facts.address, (beside) => ask(beside, Math.max(neighbourWithin, 2 * took)));
      break;
    }
  }
  return [...found.values()].sort((a, b) => a.address - b.address);
}

/** Asks the addresses around one that answered, up and down, until nobody has answered for long. */
async function askBeside(
  at: number,
  { min, max }: LockProtocolFacts['address'],
  ask: (address: number) => Promise<number | null>,
): Promise<void> {
  for (const step of [-1, 1]) {
    let silent = 0;
    for (
      let address = at + step;
      address >= min && address <= max && silent < silentNeighbours;
      address += step
    ) {
      silent = (await ask(address)) === null ? silent + 1 : 0;
    }
  }
}

/** `took`: milliseconds from the question to its whole answer. */
interface Heard {
  status: Status;
  echo: boolean;
  took: number;
}

/** One open stream and one question at a time on it. */
class ProbeLine {
  readonly baud: number;
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  readonly #onRaw: (frame: RawFrame) => void;
  #take: (bytes: Uint8Array) => void = () => {};
  #closed = false;

  constructor(stream: ByteStream, baud: number, clock: Clock, onRaw: (frame: RawFrame) => void = () => {}) {
    this.baud = baud;
    this.#stream = stream;
    this.#clock = clock;
    this.#onRaw = onRaw;
    stream.onData((bytes) => {
      onRaw({ direction: 'rx', bytes, at: clock.mono() });
      this.#take(bytes);
    });
    stream.onClose(() => {
      this.#closed = true;
    });
  }

  /** The status that answers, or null within the time of the question. */
  async ask({ tx, within, match }: Exchange<Status>): Promise<Heard | null> {
    if (this.#closed) return null;
    await this.#pass(rest + gapAt(this.baud));
    let received = new Uint8Array(0);
    const from = this.#clock.mono();
    const answer = new Promise<Heard | null>((resolve) => {
      let cancelQuiet = (): void => {};
      const over = (heard: Heard | null): void => {
        cancelQuiet();
        cancelTimeout();
        resolve(heard);
      };
      const end = (last: boolean): void => {
        const plain = withoutEcho(received, tx);
        const seen = match(plain);
        if (seen.is === 'none') {
          if (last) over(null);
          return;
        }
        if (seen.is === 'held' && !last) {
          cancelQuiet = this.#clock.after(quietTime, () => end(true));
          return;
        }
        const took = this.#clock.mono() - from;
        const echo = plain.length < received.length;
        over(seen.value.ok ? { status: seen.value.value, echo, took } : null);
      };
      this.#take = (bytes) => {
        received = Uint8Array.from([...received, ...bytes]);
        cancelQuiet();
        end(false);
      };
      const cancelTimeout = this.#clock.after(within, () => end(true));
    });
    this.#onRaw({ direction: 'tx', bytes: tx, at: this.#clock.mono() });
    const written = await this.#stream.write(tx);
    if (!written.ok) return null;
    const heard = await answer;
    this.#take = () => {};
    return heard;
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(ms, resolve);
    });
  }
}
