import type { Frames } from '../framing.ts';
import { crcOf } from './crc.ts';

const functions = { 'read-inputs': 0x02, 'write-coil': 0x05 } as const;
const exceptionBit = 0x80;

/** Coils 0200–0207 switch a relay on for a time, in tenths of a second, and off again by themselves. */
export const flashCoil = 0x0200;
/** The coil that stands for all relays. */
export const allCoils = 0x00ff;
export const relays = 8;

export type ModbusFrame =
  /** Order and answer alike. `value`: 0 is off; of a flash coil, tenths of a second. */
  | { is: 'write-coil'; unit: number; coil: number; value: number }
  | { is: 'read-inputs'; unit: number; first: number; count: number }
  /** The answer: one bit an input, input 1 the lowest. */
  | { is: 'inputs'; unit: number; inputs: number }
  /** The board does not do it. `to`: the function it was asked for; `code`: 1 function, 2 address, 3 value, 4 failure. */
  | { is: 'exception'; unit: number; to: number; code: number };

const lengths = { order: 8, inputs: 6, exception: 5 } as const;

function sealed(...bytes: number[]): Uint8Array {
  const crc = crcOf(Uint8Array.from(bytes));
  return Uint8Array.from([...bytes, crc & 0xff, crc >> 8]);
}
const two = (value: number): [number, number] => [value >> 8, value & 0xff];

/** Length of the frame that begins with these bytes, or null: 02 is the function of a question and its answer. */
function lengthOf(functionCode: number, third: number): number | null {
  if (functionCode === functions['write-coil']) return lengths.order;
  // The answer counts its bytes there; the question has the high half of an address, which is 0.
  if (functionCode === functions['read-inputs']) return third === 1 ? lengths.inputs : lengths.order;
  return functionCode & exceptionBit ? lengths.exception : null;
}

/**
 * The wire of `waveshare-relay` (Waveshare Modbus RTU Relay (D), eight relays and eight inputs): Modbus RTU,
 * 9600 8N1 on RS-485. Sources: the maker's wiki and drivers, vectors in tests/native/locker-vectors.json.
 */
export const modbusFrames: Frames<ModbusFrame> = {
  encode(frame) {
    const { unit } = frame;
    if (frame.is === 'write-coil') {
      return sealed(unit, functions['write-coil'], ...two(frame.coil), ...two(frame.value));
    }
    if (frame.is === 'read-inputs') {
      return sealed(unit, functions['read-inputs'], ...two(frame.first), ...two(frame.count));
    }
    if (frame.is === 'inputs') return sealed(unit, functions['read-inputs'], 1, frame.inputs);
    return sealed(unit, frame.to | exceptionBit, frame.code);
  },
  decode(bytes, at = 0) {
    const [unit, code, third] = bytes.subarray(at, at + 3);
    if (unit === undefined || code === undefined || third === undefined) return null;
    const length = lengthOf(code, third);
    if (length === null || at + length > bytes.length || crcOf(bytes, at, at + length) !== 0) return null;
    const raw = bytes.slice(at, at + length);
    const [, , b2 = 0, b3 = 0, b4 = 0, b5 = 0] = raw;
    const [left, right] = [(b2 << 8) | b3, (b4 << 8) | b5];
    if (length === lengths.exception) {
      return { frame: { is: 'exception', unit, to: code & ~exceptionBit, code: b2 }, raw };
    }
    if (length === lengths.inputs) return { frame: { is: 'inputs', unit, inputs: b3 }, raw };
    if (code === functions['write-coil']) {
      return { frame: { is: 'write-coil', unit, coil: left, value: right }, raw };
    }
    return { frame: { is: 'read-inputs', unit, first: left, count: right }, raw };
  },
};

/** The Modbus function by which a frame asks. */
export const functionOf = (is: 'read-inputs' | 'write-coil'): number => functions[is];
