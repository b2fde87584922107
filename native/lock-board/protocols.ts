import type { LockProtocols } from '../../domain/config/lock-protocols.ts';
import type { Protocol } from './protocol.ts';
import * as registered from './registry.ts';

const all: readonly Protocol[] = Object.values(registered);

/** Names of all protocols of the registry. */
export const protocolNames: readonly string[] = all.map(({ name }) => name);

/** What the config must know of them. */
export const protocolFacts: LockProtocols = Object.fromEntries(all.map(({ name, facts }) => [name, facts]));

/**
 * The protocol of this name.
 * @throws where there is none: names come from a config, and its schema knows the registry.
 */
export function protocolOf(name: string): Protocol {
  const found = all.find((protocol) => protocol.name === name);
  if (found === undefined) throw new Error(`no lock board speaks ${name}`);
  return found;
}
