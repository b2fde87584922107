import type { Heard, MakeFirmware } from '../simulator/firmware.ts';
import { allCoils, flashCoil, functionOf, type ModbusFrame, modbusFrames, relays } from './frames.ts';

const orderLength = 8;
/** Tenths of a second after which a coil burns. */
const longestFlash = 10;

/**
 * A `waveshare-relay` board: flashes a relay, reads its inputs, switches all off. It knows other coils too, but a
 * host that switches one on for good burns a lock: here that is an error of the test.
 */
export const waveshareFirmware: MakeFirmware = ({ address, channels, inputs, status, occupied }) => {
  const elsewhere = (address % 255) + 1;
  const count = Math.min(channels, relays);
  /** The level at one input, by what is wired to it. */
  const isSet = (input: number): boolean => {
    for (let channel = 1; channel <= count; channel++) {
      const door = inputs === null ? channel : inputs.door[channel];
      if (door === input) return status(channel);
      if (inputs?.occupied[channel] === input) return occupied(channel);
    }
    return false;
  };
  const levels = (): number => {
    let bits = 0;
    for (let input = 1; input <= relays; input++) if (isSet(input)) bits |= 1 << (input - 1);
    return bits;
  };
  const tell = (unit: number) => modbusFrames.encode({ is: 'inputs', unit, inputs: levels() });
  const order = (
    frame: ModbusFrame & { is: 'write-coil' | 'read-inputs' },
    is: 'open' | 'read' | 'other',
    answer: () => Uint8Array,
    opened: number[] = [],
  ): Heard => ({
    is: 'order',
    used: orderLength,
    order: {
      is,
      channels: opened,
      answer,
      refuse: (code) =>
        modbusFrames.encode({ is: 'exception', unit: address, to: functionOf(frame.is), code }),
    },
  });
  return {
    hear(bytes) {
      if (bytes.length < orderLength) return { is: 'part' };
      const frame = modbusFrames.decode(bytes)?.frame;
      if (frame?.is === 'write-coil') {
        if (frame.unit !== address) return { is: 'others', used: orderLength };
        const copy = () => modbusFrames.encode(frame);
        if (frame.coil === allCoils && frame.value === 0) return order(frame, 'other', copy);
        const relay = frame.coil - flashCoil;
        const isFlash = relay >= 0 && relay < count && frame.value > 0 && frame.value <= longestFlash;
        if (isFlash) return order(frame, 'open', copy, [relay + 1]);
      }
      if (frame?.is === 'read-inputs') {
        if (frame.unit !== address) return { is: 'others', used: orderLength };
        if (frame.first === 0 && frame.count === relays) return order(frame, 'read', () => tell(address));
      }
      return { is: 'unknown' };
    },
    notice: () => null,
    stray: () => tell(elsewhere),
    // Modbus exceptions: function, address, value, failure.
    refusals: [1, 2, 3, 4],
    badChecksum: (answer) => answer.with(-1, (answer.at(-1) ?? 0) ^ 0x40),
    fromElsewhere(answer) {
      const frame = modbusFrames.decode(answer)?.frame;
      return frame === undefined ? answer : modbusFrames.encode({ ...frame, unit: elsewhere });
    },
  };
};
