import type { Clock } from '../../domain/clock.ts';
import { lockProtocols } from '../../domain/config/lock-protocols.ts';
import type { PortProblem, PortView } from '../../domain/contract/commissioning-screen.ts';
import { type FoundBoard, probePort } from '../../native/lock-board/probe.ts';
import type { OpenStream, PortError } from '../../native/port/byte-stream.ts';
import type { PortFound } from '../../native/port/list-ports.ts';

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');

/** What a keeper can do about a port that does not open. */
export const portProblem = ({ code }: Pick<PortError, 'code'>): PortProblem =>
  (
    ({
      PortMissing: 'missing',
      Disconnected: 'missing',
      PortBusy: 'busy',
      PermissionDenied: 'permission',
    }) as const
  )[code];

/** All ports of the machine being asked who is there. */
export interface Search {
  readonly ports: readonly PortView[];
  readonly asking: { protocol: FoundBoard['protocol']; address: number } | null;
  readonly done: boolean;
  readonly found: readonly FoundBoard[];
  stop(): void;
}

/** Finds all ports and asks them one after the other, by reading questions only. */
export function searchPorts(deps: {
  clock: Clock;
  openStream: OpenStream;
  listPorts: () => Promise<PortFound[]>;
  changed: () => void;
}): Search {
  let ports: PortView[] = [];
  let asking: Search['asking'] = null;
  let over = false;
  let stopped = false;
  const found: FoundBoard[] = [];

  async function run(): Promise<void> {
    const listed = await deps.listPorts();
    ports = listed.slice(0, 24).map(({ path, label }) => ({ path, label, state: 'waiting', boards: [] }));
    deps.changed();
    for (const [i, { path, label }] of listed.slice(0, 24).entries()) {
      if (stopped) return;
      ports[i] = { path, label, state: 'asking', boards: [] };
      deps.changed();
      const probed = await probePort(
        path,
        { ...deps, facts: lockProtocols },
        {
          stopped: () => stopped,
          asking: ({ protocol, address }) => {
            asking = { protocol, address };
            deps.changed();
          },
        },
      );
      asking = null;
      if (stopped) return;
      if (probed.ok) found.push(...probed.value);
      ports[i] = {
        path,
        label,
        state: 'asked',
        ...(probed.ok ? {} : { problem: portProblem(probed.refusal) }),
        boards: probed.ok
          ? probed.value.map(({ protocol, address, baud, channels, echo, raw }) => {
              return { protocol, address, baud, channels, echo, answer: hexOf(raw) };
            })
          : [],
      };
      deps.changed();
    }
  }
  void run().finally(() => {
    over = true;
    if (!stopped) deps.changed();
  });
  return {
    get ports() {
      return ports;
    },
    get asking() {
      return asking;
    },
    get done() {
      return over;
    },
    found,
    stop() {
      stopped = true;
    },
  };
}
