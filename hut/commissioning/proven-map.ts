import type { BoardConfig } from '../../domain/config/config.ts';
import type { LearnedConfig } from './learned-config.ts';

const doorsOf = ({ doors }: BoardConfig): number[] => Object.keys(doors).map(Number);

/**
 * Which door is on which channel, while pulses prove it. A pulse goes to a channel and the doors say what it opened: of
 * a board that counts in one of two ways, one such pulse tells which.
 */
export class ProvenMap {
  #learned: readonly LearnedConfig[];

  constructor(learned: readonly LearnedConfig[]) {
    this.#learned = learned;
  }

  get learned(): readonly LearnedConfig[] {
    return this.#learned;
  }

  /** All doors, ascending. */
  get doors(): number[] {
    return this.#learned.flatMap(({ board }) => doorsOf(board)).sort((a, b) => a - b);
  }

  boards(): BoardConfig[] {
    return this.#learned.map(({ board }) => board);
  }

  #of(door: number): LearnedConfig | undefined {
    return this.#learned.find(({ board }) => String(door) in board.doors);
  }

  #put(old: LearnedConfig, now: LearnedConfig): void {
    this.#learned = this.#learned.map((each) => (each === old ? now : each));
  }

  /** This door has another channel if its board counts the other way, and nothing has told yet which way it does. */
  inDoubt(door: number): boolean {
    const its = this.#of(door);
    return its?.otherwise != null && its.otherwise.doors[door] !== its.board.doors[door];
  }

  /** The board of this door is taken to count the other way; that is still in doubt. */
  turn(door: number): void {
    const its = this.#of(door);
    if (its?.otherwise) this.#put(its, { board: its.otherwise, otherwise: its.board });
  }

  /** The pulse for `asked` has opened `door`. False where no way of counting explains that. */
  opened(asked: number, door: number): boolean {
    const its = this.#of(asked);
    if (its === undefined) return false;
    if (asked === door) {
      if (this.inDoubt(asked)) this.#put(its, { board: its.board, otherwise: null });
      return true;
    }
    const { board, otherwise } = its;
    if (otherwise === null || otherwise.doors[door] !== board.doors[asked]) return false;
    this.#put(its, { board: otherwise, otherwise: null });
    return true;
  }

  /**
   * What may be kept: no door of a board that may count the other way, and none of `crossed`. `leftOut`: those doors,
   * ascending.
   */
  kept(crossed: readonly number[]): { boards: BoardConfig[]; leftOut: number[] } {
    const boards = this.#learned.flatMap(({ board, otherwise }): BoardConfig[] => {
      const doors = Object.entries(board.doors).filter(([door]) => !crossed.includes(Number(door)));
      return otherwise !== null || doors.length === 0 ? [] : [{ ...board, doors: Object.fromEntries(doors) }];
    });
    const keeps = new Set(boards.flatMap(doorsOf));
    return { boards, leftOut: this.doors.filter((door) => !keeps.has(door)) };
  }
}
