import type { BoardConfig } from '../../domain/config/config.ts';
import { Link, type LinkDeps } from '../port/link.ts';
import { Board } from './board.ts';
import { Bus } from './bus.ts';
import type { LockBoard, RawFrame } from './lock-board.ts';
import { protocolOf } from './protocols.ts';

/** One line for the log: what happened to which device. */
export type DeviceLog = (line: { device: string; event: string; detail?: string }) => void;

export interface Boards {
  readonly boards: readonly LockBoard[];
  board(id: string): LockBoard | undefined;
  /** The board that has this door. */
  boardOf(door: number): LockBoard | undefined;
  /** Every frame in and out, once for each wire, with the protocols spoken on it. */
  onFrame(take: (frame: RawFrame & { path: string; spoken: readonly string[] }) => void): void;
  /** Ends all links; what waits is refused and never sent. */
  close(): Promise<void>;
}

/**
 * Drivers for all boards of the config. Boards that name the same path share one wire. Connecting goes on in the
 * background, for ever; each board says in its `state` how far it is.
 */
export function connectBoards(configs: readonly BoardConfig[], deps: LinkDeps & { log?: DeviceLog }): Boards {
  const wires = new Map<string, { link: Link; bus: Bus }>();
  const boards = configs.map((config) => {
    let wire = wires.get(config.path);
    if (wire === undefined) {
      const link = new Link(config.path, config.baud, deps);
      wire = { link, bus: new Bus(link, config.baud, deps.clock) };
      wires.set(config.path, wire);
    }
    const board = new Board(config, protocolOf(config.protocol), wire.link, wire.bus, deps.clock);
    board.onState((state) =>
      deps.log?.({
        device: config.id,
        event: state.is,
        ...(state.is === 'unreachable' && { detail: `${state.why.code}: ${state.why.message}` }),
      }),
    );
    return board;
  });
  for (const { link } of wires.values()) link.start();
  return {
    boards,
    board: (id) => boards.find((board) => board.id === id),
    boardOf: (door) => boards.find((board) => board.doors.includes(door)),
    onFrame(take) {
      for (const [path, { bus }] of wires) {
        const spoken = [
          ...new Set(configs.filter((each) => each.path === path).map(({ protocol }) => protocol)),
        ];
        bus.onRaw((frame) => take({ ...frame, path, spoken }));
      }
    },
    close: async () => {
      await Promise.all([...wires.values()].map(({ link }) => link.close()));
    },
  };
}
