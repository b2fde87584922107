import type { Clock } from '../../domain/clock.ts';
import type { Feedback } from '../../domain/config/lock-protocols.ts';
import type { FarEnd } from '../port/far-end.ts';
import {
  commandCode,
  decodeShort,
  encodeShort,
  encodeStatus,
  type ShortFrame,
  shortLength,
  statusOf,
} from './codec-xor-8a.ts';
import type { Order } from './protocol.ts';
import { SimulatedLock } from './simulator-lock.ts';

/**
 * Faults of the board and its wire. A number is how many answers (for powerLoss: pulses) it spoils; Infinity is
 * until cleared.
 */
export interface WireFaults {
  /** The order is carried out, the answer is lost. */
  noReply: number;
  /** The answer comes just before that of the next order. */
  lateReply: number;
  oneByteAtATime: number;
  /** An unasked notice comes glued to the answer. */
  twoFramesInOneChunk: number;
  badChecksum: number;
  wrongAddress: number;
  leadingGarbage: number;
  /** The adapter sends back what it was sent, before the answer. */
  echo: number;
  /** An unasked notice comes by itself before the answer. */
  unsolicited: number;
  /** The coil is fired, then the power is gone: no answer, the door does not move. */
  powerLossMidPulse: number;
  /** The door beside the one that is pulsed pops open too. */
  neighbourPops: number;
}

const noFaults: WireFaults = {
  noReply: 0,
  lateReply: 0,
  oneByteAtATime: 0,
  twoFramesInOneChunk: 0,
  badChecksum: 0,
  wrongAddress: 0,
  leadingGarbage: 0,
  echo: 0,
  unsolicited: 0,
  powerLossMidPulse: 0,
  neighbourPops: 0,
};

export interface SimulatorSettings {
  address?: number;
  channels?: number;
  /** Status bytes of read-all; an eight-channel board sends three. */
  statusBytes?: number;
  feedback?: Feedback;
  order?: Order;
  /** Sends notices (82) when a door moves. */
  notices?: boolean;
  /** Paces answers at this baud rate by the clock; without, they go at once. */
  paced?: { clock: Clock; baud: number };
  /** Called after anything moved: for a panel that draws the locker. */
  changed?: () => void;
}

/** An `xor-8a` board at the far end of a cable, with locks, doors and hands. Doors go by their channel. */
export class SimulatedXor8a {
  readonly faults: WireFaults = { ...noFaults };
  /** Frames it did not know. A test that does not expect any must find this empty. */
  readonly errors: string[] = [];
  /** Orders taken, oldest first, at most the last thousand. */
  readonly orders: ShortFrame[] = [];
  readonly #far: FarEnd;
  readonly #settings: Required<Omit<SimulatorSettings, 'paced' | 'changed'>>;
  readonly #paced: SimulatorSettings['paced'];
  readonly #locks: SimulatedLock[];
  #input: number[] = [];
  #late: Uint8Array[] = [];
  #lineFreeAt = 0;
  #powered = true;

  constructor(far: FarEnd, settings: SimulatorSettings = {}) {
    this.#far = far;
    const channels = settings.channels ?? 24;
    this.#settings = {
      address: settings.address ?? 1,
      channels,
      statusBytes: settings.statusBytes ?? Math.max(3, Math.ceil(channels / 8)),
      feedback: settings.feedback ?? 'closed-is-1',
      order: settings.order ?? 'high-first',
      notices: settings.notices ?? false,
    };
    this.#paced = settings.paced;
    this.#locks = Array.from({ length: channels }, (_, i) => {
      return new SimulatedLock(() => {
        settings.changed?.();
        if (this.#settings.notices && this.#powered) this.#send(this.#notice(i + 1));
      });
    });
    far.onData((bytes) => this.take(bytes));
  }

  /** The lock of a channel, for its faults. */
  lock(channel: number): SimulatedLock {
    const lock = this.#locks[channel - 1];
    if (lock === undefined) throw new Error(`the simulated board has no channel ${channel}`);
    return lock;
  }

  /** By hand. */
  openDoor(channel: number): void {
    this.lock(channel).move(true);
  }

  /** By hand; the latch holds it. */
  closeDoor(channel: number): void {
    this.lock(channel).move(false);
  }

  jam(channel: number): void {
    this.lock(channel).faults.stuck = true;
  }

  unjam(channel: number): void {
    this.lock(channel).faults.stuck = false;
  }

  isOpen(channel: number): boolean {
    return this.lock(channel).isOpen;
  }

  /** How often the coil was fired. */
  pulses(channel: number): number {
    return this.lock(channel).pulses;
  }

  clearFaults(): void {
    Object.assign(this.faults, noFaults);
    for (const lock of this.#locks) {
      Object.assign(lock.faults, { stuck: false, feedbackStuck: null, bounce: 0 });
    }
  }

  /** Without power it hears nothing and says nothing. */
  power(on: boolean): void {
    this.#powered = on;
    this.#input = [];
    this.#late = [];
  }

  /** Raw bytes to the driver, as noise. */
  noise(bytes: Uint8Array): void {
    this.#far.write(bytes);
  }

  /** Bytes from the driver. `onData` of the far end calls it; several boards on one wire share the bytes. */
  take(bytes: Uint8Array): void {
    if (!this.#powered) return;
    this.#input.push(...bytes);
    while (this.#input.length >= shortLength) {
      const raw = Uint8Array.from(this.#input.splice(0, shortLength));
      const frame = decodeShort(raw);
      if (frame === null) this.#refuse(raw);
      // Another board's order, on the same wire.
      else if (frame.board === this.#settings.address) this.#obey(frame, raw);
    }
  }

  #refuse(raw: Uint8Array): void {
    this.errors.push(`not a frame: ${Buffer.from(raw).toString('hex')}`);
  }

  #obey(frame: ShortFrame, raw: Uint8Array): void {
    const isOpen = frame.is === 'open' && frame.code === commandCode.open && frame.lock > 0;
    const isRead = frame.is === 'read' && frame.code === commandCode.read;
    if ((!isOpen && !isRead) || frame.lock > this.#settings.channels) {
      this.#refuse(raw);
      return;
    }
    this.orders.push(frame);
    if (this.orders.length > 1_000) this.orders.shift();
    if (isOpen) {
      const broken = this.#strikes('powerLossMidPulse');
      this.lock(frame.lock).pulse(broken);
      if (broken) return;
      if (this.#strikes('neighbourPops')) this.lock((frame.lock % this.#settings.channels) + 1).move(true);
      this.#answer(encodeShort({ ...frame, code: this.#codeOf(frame.lock) }), raw);
      return;
    }
    if (frame.lock > 0) {
      this.#answer(encodeShort({ ...frame, code: this.#codeOf(frame.lock) }), raw);
      return;
    }
    const { statusBytes, order, address } = this.#settings;
    const status = statusOf(
      statusBytes,
      order,
      (channel) => channel <= this.#locks.length && this.#codeOf(channel) === 0x11,
    );
    this.#answer(encodeStatus({ board: address, status }), raw);
  }

  #codeOf(channel: number): number {
    const closed = !this.lock(channel).readSwitch();
    return closed === (this.#settings.feedback === 'closed-is-1') ? 0x11 : 0x00;
  }

  #notice(channel: number): Uint8Array {
    const { address } = this.#settings;
    return encodeShort({ is: 'notice', board: address, lock: channel, code: this.#codeOf(channel) });
  }

  #strikes(fault: keyof WireFaults): boolean {
    if (this.faults[fault] <= 0) return false;
    this.faults[fault] -= 1;
    return true;
  }

  #answer(good: Uint8Array, order: Uint8Array): void {
    if (this.#strikes('echo')) this.#send(order);
    for (const late of this.#late.splice(0)) this.#send(late);
    if (this.#strikes('noReply')) return;
    let answer = good.slice();
    if (this.#strikes('badChecksum')) answer[answer.length - 1] = (answer.at(-1) ?? 0) ^ 0x40;
    if (this.#strikes('wrongAddress')) {
      // Another board's good frame: address and checksum change alike.
      const flip = this.#settings.address ^ ((this.#settings.address % 32) + 1);
      answer[1] = (answer[1] ?? 0) ^ flip;
      answer[answer.length - 1] = (answer.at(-1) ?? 0) ^ flip;
    }
    if (this.#strikes('lateReply')) {
      this.#late.push(answer);
      return;
    }
    if (this.#strikes('leadingGarbage')) answer = Uint8Array.from([0xfa, 0xfd, 0x99, 0x99, ...answer]);
    if (this.#strikes('unsolicited')) this.#send(this.#notice(1));
    if (this.#strikes('twoFramesInOneChunk')) answer = Uint8Array.from([...answer, ...this.#notice(1)]);
    if (this.#strikes('oneByteAtATime')) {
      for (const byte of answer) this.#send(Uint8Array.of(byte));
    } else this.#send(answer);
  }

  #send(bytes: Uint8Array): void {
    if (this.#paced === undefined) {
      this.#far.write(bytes);
      return;
    }
    const { clock, baud } = this.#paced;
    // Ten bits a character.
    this.#lineFreeAt = Math.max(clock.mono(), this.#lineFreeAt) + (bytes.length * 10_000) / baud;
    clock.after(this.#lineFreeAt - clock.mono(), () => this.#far.write(bytes));
  }
}
