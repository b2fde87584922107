import type { Clock } from '../../domain/clock.ts';
import type { LockProtocol, LockProtocolFacts } from '../../domain/config/lock-protocols.ts';
import type { Result } from '../../domain/result.ts';
import type { ByteStream, OpenStream, PortError } from '../port/byte-stream.ts';
import { withoutEcho } from './board.ts';
import { gapAt, quietTime } from './bus.ts';
import type { RawFrame } from './lock-board.ts';
import type { Exchange, Status } from './protocol.ts';
import { protocols } from './protocols.ts';

/** A board that answered. */
export interface FoundBoard {
  path: string;
  protocol: LockProtocol;
  baud: number;
  address: number;
  /** The adapter sends back what it is sent. */
  echo: boolean;
  /** Channels the answer tells of. */
  channels: number;
  raw: Uint8Array;
}

/** What the config knows of each protocol. */
export type ProtocolFacts = Readonly<Record<LockProtocol, LockProtocolFacts>>;

export interface ProbeOptions {
  /** Left out: all. */
  only?: readonly LockProtocol[];
  /** Bauds tried besides the usual one of each protocol. */
  bauds?: readonly number[];
  /** Told before each question: which protocol and address, and at what speed. */
  asking?: (question: { protocol: LockProtocol; address: number; baud: number }) => void;
  /** For a bus monitor. */
  onRaw?: (frame: RawFrame) => void;
  /** True once nobody waits for the rest. */
  stopped?: () => boolean;
}

/** Milliseconds of silence between two questions: whoever heard half of a foreign frame has forgotten it by then. */
const rest = 30;
/** Milliseconds that an address beside a found one has to answer. */
const neighbourWithin = 100;

/** The question a probe asks, of a wiring that is not known yet. It reads; no door moves by it. */
const questionTo = (
  protocol: LockProtocol,
  address: number,
  { feedback, order }: LockProtocolFacts,
): Exchange<Status> => {
  return protocols[protocol]
    .codec({ address, feedback, order, channels: [1], pulseMs: 0, inputs: null, clearBusy: false })
    .readAll();
};

/**
 * Asks on one port, in every protocol, who is there. Harmless: all it sends is the whole-board read of each
 * protocol. First the usual address of each, then, for those that answered, all their addresses. The port must be
 * free. Boards come in the order of their protocols and addresses.
 */
export async function probePort(
  path: string,
  { clock, openStream, facts }: { clock: Clock; openStream: OpenStream; facts: ProtocolFacts },
  options: ProbeOptions = {},
): Promise<Result<FoundBoard[], PortError>> {
  const names = options.only ?? (Object.keys(facts) as LockProtocol[]);
  const speeds = new Set([...names.map((name) => facts[name].baud), ...(options.bauds ?? [])]);
  const found: FoundBoard[] = [];
  for (const baud of speeds) {
    if (options.stopped?.()) break;
    // A fresh stream at each speed.
    const opened = await openStream(path, baud);
    if (!opened.ok) return opened;
    const line = new ProbeLine(opened.value, baud, clock, options.onRaw);
    try {
      const here = names.filter((name) => facts[name].baud === baud || options.bauds?.includes(baud));
      for (const protocol of here)
        found.push(...(await askProtocol(line, protocol, facts[protocol], path, options)));
    } finally {
      await opened.value.close();
    }
  }
  return { ok: true, value: found };
}

async function askProtocol(
  line: ProbeLine,
  protocol: LockProtocol,
  facts: LockProtocolFacts,
  path: string,
  { asking, stopped }: ProbeOptions,
): Promise<FoundBoard[]> {
  const { address: range, channels } = facts;
  const ask = async (address: number, within?: number): Promise<FoundBoard[]> => {
    if (stopped?.()) return [];
    asking?.({ protocol, address, baud: line.baud });
    const question = questionTo(protocol, address, facts);
    const heard = await line.ask(within === undefined ? question : { ...question, within });
    if (heard === null) return [];
    const { status, echo } = heard;
    const told = Array.from({ length: channels }, (_, i) => status.of(i + 1).lock !== 'unknown');
    return [
      {
        path,
        protocol,
        address,
        echo,
        baud: line.baud,
        channels: told.lastIndexOf(true) + 1,
        raw: status.raw,
      },
    ];
  };
  const first = await ask(range.usual);
  if (first.length === 0) return [];
  const others: FoundBoard[] = [];
  for (let address = range.min; address <= range.max; address++) {
    if (address !== range.usual) others.push(...(await ask(address, neighbourWithin)));
  }
  return [...first, ...others].sort((a, b) => a.address - b.address);
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
  async ask({ tx, within, match }: Exchange<Status>): Promise<{ status: Status; echo: boolean } | null> {
    if (this.#closed) return null;
    await this.#pass(rest + gapAt(this.baud));
    let received = new Uint8Array(0);
    const answer = new Promise<{ status: Status; echo: boolean } | null>((resolve) => {
      let cancelQuiet = (): void => {};
      const over = (heard: { status: Status; echo: boolean } | null): void => {
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
        over(seen.value.ok ? { status: seen.value.value, echo: plain.length < received.length } : null);
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
