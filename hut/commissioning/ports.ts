import type { Clock } from '../../domain/clock.ts';
import type { PortProblem, PortView } from '../../domain/contract/commissioning-screen.ts';
import { type FoundBoard, probePort } from '../../native/lock-board/probe.ts';
import type { OpenStream, PortError } from '../../native/port/byte-stream.ts';
import type { PortFound } from '../../native/port/list-ports.ts';
import { type BusFrame, hexOf } from './monitor.ts';

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

/** Ports that are looked at; a machine with more has a serial card that no hut needs. */
const most = 24;

/**
 * Finds all ports and asks them one after the other, by reading questions only: first who is there as boards leave
 * the factory, then, where nobody answered, who may be there all the same. `frame` gets all that goes over the wire.
 */
export function searchPorts(deps: {
  clock: Clock;
  openStream: OpenStream;
  listPorts: () => Promise<PortFound[]>;
  frame: (frame: BusFrame) => void;
  changed: () => void;
}): Search {
  let ports: PortView[] = [];
  let asking: Search['asking'] = null;
  let over = false;
  let stopped = false;
  const found: FoundBoard[] = [];

  async function ask(port: PortView, thorough: boolean): Promise<PortView> {
    const { path } = port;
    const probed = await probePort(path, deps, {
      thorough,
      stopped: () => stopped,
      asking: ({ protocol, address }) => {
        asking = { protocol, address };
        deps.changed();
      },
      onRaw: (frame) => deps.frame({ ...frame, path, spoken: asking === null ? [] : [asking.protocol] }),
    });
    asking = null;
    if (!probed.ok) {
      const { by } = probed.refusal;
      return {
        ...port,
        problem: portProblem(probed.refusal),
        ...(by === undefined ? {} : { by: by.slice(0, 40) }),
      };
    }
    found.push(...probed.value);
    const boards = probed.value.map(({ protocol, address, baud, channels, echo, raw }) => {
      return { protocol, address, baud, channels, echo, answer: hexOf(raw) };
    });
    return { ...port, boards };
  }

  async function run(): Promise<void> {
    const listed = await deps.listPorts();
    ports = listed.slice(0, most).map(({ path, label }) => ({ path, label, state: 'waiting', boards: [] }));
    deps.changed();
    for (const thorough of [false, true]) {
      for (const [i, port] of ports.entries()) {
        if (stopped) return;
        if (thorough && (port.boards.length > 0 || port.problem !== undefined)) continue;
        ports[i] = { ...port, state: 'asking' };
        deps.changed();
        const asked = await ask(port, thorough);
        const done = thorough || asked.boards.length > 0 || asked.problem !== undefined;
        ports[i] = { ...asked, state: done ? 'asked' : 'waiting' };
        if (stopped) return;
        deps.changed();
      }
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
