import type { Feedback } from '../../../domain/config/lock-protocols.ts';
import type { Order, Wiring } from '../protocol.ts';
import { protocolOf } from '../protocols.ts';
import { Compartment } from './compartment.ts';
import { type BoardFaults, noFaults } from './faults.ts';
import type { Firmware, Heard, SimulatedOrder } from './firmware.ts';
import type { OnWire, SimulatedWire } from './wire.ts';

export interface SimulatedBoardSettings {
  /** Its name in the registry. */
  protocol: string;
  /** Left out: 1. */
  address?: number | undefined;
  /** Left out: 24. */
  channels?: number | undefined;
  /** Left out: 'closed-is-1'. */
  feedback?: Feedback | undefined;
  /** Left out: 'high-first'. */
  order?: Order | undefined;
  /** Left out: null. */
  inputs?: Wiring['inputs'];
  /** Tells moved doors unasked, where the protocol can. */
  notices?: boolean | undefined;
  /** Milliseconds it thinks before each answer. Left out: none. */
  answersAfter?: number | undefined;
  /** Called after anything moved: for a panel that draws the locker. */
  changed?: (() => void) | undefined;
}

/** Orders remembered. */
const rememberedOrders = 1_000;

/**
 * A lock board on a simulated wire, with its locks, its doors, its faults and the hands that move things. The same
 * for every protocol; what differs is its firmware. Channels from 1.
 */
export class SimulatedBoard implements OnWire {
  readonly faults: BoardFaults = { ...noFaults };
  /** Orders taken, oldest first, at most the last thousand. `channel`: the first it is about, 0 for all. */
  readonly orders: { is: SimulatedOrder['is']; channel: number }[] = [];
  readonly #wire: SimulatedWire;
  readonly #firmware: Firmware;
  readonly #answersAfter: number;
  readonly #compartments: Compartment[];
  #late: Uint8Array[] = [];
  #powered = true;
  #busyUntil = Number.NEGATIVE_INFINITY;

  constructor(wire: SimulatedWire, settings: SimulatedBoardSettings) {
    this.#wire = wire;
    this.#answersAfter = settings.answersAfter ?? 0;
    const channels = settings.channels ?? 24;
    const feedback = settings.feedback ?? 'closed-is-1';
    this.#firmware = protocolOf(settings.protocol).simulator({
      address: settings.address ?? 1,
      channels,
      order: settings.order ?? 'high-first',
      inputs: settings.inputs ?? null,
      status: (channel) => this.lock(channel).readSwitch() === (feedback === 'closed-is-0'),
      occupied: (channel) => this.lock(channel).readSensor(),
    });
    this.#compartments = Array.from(
      { length: channels },
      (_, i) =>
        new Compartment(wire.clock, () => {
          settings.changed?.();
          const notice = settings.notices && this.#powered ? this.#firmware.notice(i + 1) : null;
          if (notice !== null) wire.send(notice);
        }),
    );
    wire.join(this);
  }

  /** What the driver should never have sent, from the wire this board is on. */
  get errors(): readonly string[] {
    return this.#wire.errors;
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** The compartment of a channel, for its faults. */
  lock(channel: number): Compartment {
    const compartment = this.#compartments[channel - 1];
    if (compartment === undefined) throw new Error(`the simulated board has no channel ${channel}`);
    return compartment;
  }

  /** By hand. */
  openDoor(channel: number): void {
    this.lock(channel).move(true);
  }

  /** By whoever stands before it. */
  pushShut(channel: number): void {
    this.lock(channel).pushShut();
  }

  /** At once; the latch holds it. */
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
    for (const compartment of this.#compartments) compartment.clearFaults();
  }

  /** Without power it hears nothing and says nothing; doors stay as they are. */
  power(on: boolean): void {
    this.#powered = on;
    this.#late = [];
    this.#busyUntil = Number.NEGATIVE_INFINITY;
  }

  /** Raw bytes to the driver, as noise. */
  noise(bytes: Uint8Array): void {
    this.#wire.send(bytes);
  }

  /**
   * The keeper's button on the board: all doors spring one after another, `each` milliseconds apart because 12 V
   * sags, and the board hears nothing meanwhile.
   */
  openAllByButton(each: number): void {
    this.#compartments.forEach((compartment, i) => {
      this.#wire.clock.after(i * each, () => compartment.pulse(!this.#powered));
    });
    this.#busyUntil = this.#wire.clock.mono() + this.#compartments.length * each;
  }

  hear(bytes: Uint8Array): Heard {
    if (this.#wire.clock.mono() < this.#busyUntil) return { is: 'others', used: bytes.length };
    if (this.#strikes('wrongBaud')) {
      this.#wire.send(Uint8Array.of(0x00, 0xfc, 0xe0));
      return { is: 'others', used: bytes.length };
    }
    return this.#firmware.hear(bytes);
  }

  obey({ order }: Heard & { is: 'order' }, raw: Uint8Array): void {
    this.orders.push({ is: order.is, channel: order.channels[0] ?? 0 });
    if (this.orders.length > rememberedOrders) this.orders.shift();
    const refusal = this.#strikes('refuses') ? order.refuse?.(this.faults.refusal) : undefined;
    if (refusal !== undefined) {
      this.#answer(refusal, raw);
      return;
    }
    if (order.is === 'open') {
      const broken = this.#strikes('powerLossMidPulse');
      for (const channel of order.channels) this.lock(channel).pulse(broken);
      if (broken) return;
      const beside = ((order.channels[0] ?? 1) % this.#compartments.length) + 1;
      if (this.#strikes('neighbourPops')) this.lock(beside).move(true);
    }
    if (this.#answersAfter === 0) this.#answer(order.answer(), raw);
    else this.#wire.clock.after(this.#answersAfter, () => this.#answer(order.answer(), raw));
  }

  #strikes(fault: Exclude<keyof BoardFaults, 'refusal'>): boolean {
    if (this.faults[fault] <= 0) return false;
    this.faults[fault] -= 1;
    return true;
  }

  #answer(good: Uint8Array | null, order: Uint8Array): void {
    const send = (bytes: Uint8Array): void => this.#wire.send(bytes);
    if (this.#strikes('echo')) send(order);
    for (const late of this.#late.splice(0)) send(late);
    if (good === null || this.#strikes('noReply')) return;
    let answer: Uint8Array = good.slice();
    if (this.#strikes('badChecksum')) answer = this.#firmware.badChecksum(answer);
    if (this.#strikes('wrongAddress')) answer = this.#firmware.fromElsewhere(answer);
    if (this.#strikes('lateReply')) {
      this.#late.push(answer);
      return;
    }
    if (this.#strikes('leadingGarbage')) answer = Uint8Array.from([0xfa, 0xfd, 0x99, 0x99, ...answer]);
    if (this.#strikes('unsolicited')) send(this.#firmware.stray());
    if (this.#strikes('twoFramesInOneChunk')) {
      answer = Uint8Array.from([...answer, ...this.#firmware.stray()]);
    }
    if (this.#strikes('oneByteAtATime')) for (const byte of answer) send(Uint8Array.of(byte));
    else send(answer);
  }
}
