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

export const lockProtocols = {
  'xor-8a': {
    baud: 9600,
    address: { min: 1, max: 32, usual: 1 },
    channels: 50,
    feedback: 'closed-is-1',
    order: 'high-first',
    // Both protocols have frames that begin with 90; with this address the checksum can fit.
    notBeside: { protocol: 'winnsen', addresses: [7] },
  },
  wkly: {
    baud: 9600,
    address: { min: 0, max: 255, usual: 0 },
    channels: 24,
    feedback: 'closed-is-1',
    order: 'low-first',
  },
  winnsen: {
    baud: 9600,
    // As for waveshare-relay below.
    address: { min: 0, max: 127, usual: 1 },
    // Two status bytes.
    channels: 16,
    feedback: 'closed-is-0',
    order: 'low-first',
  },
  'kerong-cu16': {
    baud: 19200,
    // The fifteenth would be the whole bus.
    address: { min: 0, max: 14, usual: 0 },
    channels: 16,
    feedback: 'closed-is-1',
    order: 'low-first',
    own: ['clearBusy'],
  },
  'kerong-cu12': {
    baud: 19200,
    address: { min: 0, max: 255, usual: 0 },
    channels: 12,
    feedback: 'closed-is-1',
    order: 'low-first',
  },
  'kerong-cu48': {
    baud: 19200,
    address: { min: 0, max: 255, usual: 0 },
    channels: 48,
    feedback: 'closed-is-1',
    order: 'low-first',
  },
  'waveshare-relay': {
    baud: 9600,
    // With higher ones its frames can be openings for an xor-8a board, which begin with 8A or 90.
    address: { min: 1, max: 127, usual: 1 },
    channels: 8,
    feedback: 'closed-is-1',
    order: 'low-first',
    own: ['pulseMs', 'inputs'],
  },
} as const satisfies Record<string, LockProtocolFacts>;

export type LockProtocol = keyof typeof lockProtocols;
export const lockProtocolNames = Object.keys(lockProtocols) as [LockProtocol, ...LockProtocol[]];
