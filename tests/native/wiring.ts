import { BoardConfig } from '../../hut/config/config.ts';
import type { Wiring } from '../../native/lock-board/protocol.ts';
import { protocolOf } from '../../native/lock-board/protocols.ts';

/** A board with all its channels in use, wired as the config would have it. */
export function wiringOf(protocol: string, options: Partial<Wiring> = {}): Wiring {
  const { facts } = protocolOf(protocol);
  const channels = options.channels ?? Array.from({ length: Math.min(24, facts.channels) }, (_, i) => i + 1);
  const config = BoardConfig.parse({
    id: 'a',
    protocol,
    path: '/dev/a',
    doors: Object.fromEntries(channels.map((channel) => [channel, channel])),
  });
  return { ...config, ...options, channels };
}
