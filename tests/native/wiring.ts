import { BoardConfig } from '../../domain/config/config.ts';
import {
  type LockProtocol,
  type LockProtocolFacts,
  lockProtocols,
} from '../../domain/config/lock-protocols.ts';
import type { Wiring } from '../../native/lock-board/protocol.ts';

/** A board with all its channels in use, wired as the config would have it. */
export function wiringOf(protocol: LockProtocol, options: Partial<Wiring> = {}): Wiring {
  const facts: LockProtocolFacts = lockProtocols[protocol];
  const channels = options.channels ?? Array.from({ length: Math.min(24, facts.channels) }, (_, i) => i + 1);
  const config = BoardConfig.parse({
    id: 'a',
    protocol,
    path: '/dev/a',
    doors: Object.fromEntries(channels.map((channel) => [channel, channel])),
  });
  return { ...config, ...options, channels };
}
