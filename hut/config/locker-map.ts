import type { Config, LockerLayout } from '../../domain/config/config.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { ConfigFault } from './load.ts';

const rowsInColumn = 4;

/** Every door of the configured boards, by number. */
export const doorsOf = (config: Config): number[] =>
  config.locker.boards.flatMap((board) => Object.keys(board.doors).map(Number)).sort((a, b) => a - b);

/** How the locker is drawn: as configured, or in columns of four with the screen in the middle one. */
export function layoutOf(config: Config): Result<LockerLayout, ConfigFault> {
  const doors = doorsOf(config);
  const given = config.locker.layout;
  if (given === undefined) return done(generate(doors));
  const drawn = given.columns.flat().flatMap((cell) => ('door' in cell ? [cell.door] : []));
  const twice = drawn.find((door, i) => drawn.indexOf(door) !== i);
  const missing = doors.find((door) => !drawn.includes(door));
  const extra = drawn.find((door) => !doors.includes(door));
  const wrong =
    twice !== undefined
      ? `door ${twice} is drawn twice`
      : missing !== undefined
        ? `door ${missing} is on a board but not drawn`
        : extra !== undefined
          ? `door ${extra} is drawn but on no board`
          : null;
  return wrong === null
    ? done(given)
    : refused({ code: 'not-valid', message: `locker.layout.columns: ${wrong}` });
}

function generate(doors: readonly number[]): LockerLayout {
  // The screen takes the height of two doors in the middle column.
  const columns = Math.max(1, Math.ceil((doors.length + 2) / rowsInColumn));
  const middle = Math.floor(columns / 2);
  const left = [...doors];
  return {
    columns: Array.from({ length: columns }, (_, column) => {
      const room = column === middle ? rowsInColumn - 2 : rowsInColumn;
      const cells: LockerLayout['columns'][number] = left.splice(0, room).map((door) => ({ door, rows: 1 }));
      return column === middle ? [{ screen: true as const, rows: 2 }, ...cells] : cells;
    }).filter((cells) => cells.length > 0),
  };
}
