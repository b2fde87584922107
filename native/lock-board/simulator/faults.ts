/**
 * Faults of a board and its wire. A number is how many orders or answers (for powerLoss: pulses) it spoils;
 * Infinity is until cleared.
 */
export interface BoardFaults {
  /** The order is carried out, the answer is lost. */
  noReply: number;
  /** The answer comes just before that of the next order. */
  lateReply: number;
  oneByteAtATime: number;
  /** An unasked frame comes glued to the answer. */
  twoFramesInOneChunk: number;
  /** In a protocol without checksums, a bit of what it says is wrong. */
  badChecksum: number;
  wrongAddress: number;
  leadingGarbage: number;
  /** The adapter sends back what it was sent, before the answer. */
  echo: number;
  /** An unasked frame comes by itself before the answer. */
  unsolicited: number;
  /** The coil is fired, then the power is gone: no answer, the door does not move. */
  powerLossMidPulse: number;
  /** The door beside the one that is pulsed pops open too. */
  neighbourPops: number;
  /** It understands nothing, and what it sends back is no frame. */
  wrongBaud: number;
  /** It says no with the code `refusal` and does nothing, where the protocol has such an answer. */
  refuses: number;
  refusal: number;
}

export const noFaults: Readonly<BoardFaults> = {
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
  wrongBaud: 0,
  refuses: 0,
  refusal: 0,
};
