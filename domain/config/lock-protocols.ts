/** What the config must know of a lock-board protocol; how its frames look is in native/lock-board. */
export interface LockProtocolFacts {
  /** As the boards leave the factory. */
  baud: number;
  address: { min: number; max: number; usual: number };
  /** Channels as the config counts them: the first lock of a board is 1, whatever the wire calls it. */
  channels: number;
  feedback: Feedback;
  order: Order;
  /** Settings of the config that only some protocols understand. */
  own?: readonly OwnSetting[];
  /** Addresses at which such a board takes frames of another protocol on its wire for openings. */
  notBeside?: { protocol: string; addresses: readonly number[] };
}

export const ownSettings = ['pulseMs', 'inputs', 'clearBusy'] as const;
export type OwnSetting = (typeof ownSettings)[number];

/** Which status a board gives for a closed door. It follows how the locks are wired. */
export const feedbacks = ['closed-is-1', 'closed-is-0'] as const;
export type Feedback = (typeof feedbacks)[number];

/** Whether the first status byte of a whole-board answer holds the highest or the lowest channels. */
export const orders = ['high-first', 'low-first'] as const;
export type Order = (typeof orders)[number];

/** Facts by the name by which the config calls a protocol. Which there are, native/lock-board/registry.ts knows. */
export type LockProtocols = Readonly<Record<string, LockProtocolFacts>>;
