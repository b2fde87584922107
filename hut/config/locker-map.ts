import type { Config } from '../../domain/config/config.ts';
import { LockerLayout, mostColumns } from '../../domain/config/locker-layout.ts';
import { done, type Result, refused } from '../../domain/result.ts';
import type { ConfigFault } from './load.ts';

/** Doors one above the other, while there is room for more columns. */
const usualRows = 4;
/** So many doors high is the screen. */
const screenRows = 2;

/** Every door of the configured boards, by number. */
export const doorsOf = (config: Config): number[] =>
  config.locker.boards.flatMap((board) => Object.keys(board.doors).map(Number)).sort((a, b) => a - b);

/** How the locker is drawn: as configured, or in columns of four, of more where it is large, with the screen in the middle one. */
export function layoutOf(config: Config): Result<LockerLayout, ConfigFault> {
  const doors = doorsOf(config);
  const given = config.locker.layout;
  if (given === undefined) return done(LockerLayout.parse(generate(doors)));
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
  const cells = doors.length + screenRows;
  const rows = Math.max(usualRows, Math.ceil(cells / mostColumns));
  const columns = Math.ceil(cells / rows);
  const middle = Math.floor(columns / 2);
  const left = [...doors];
  return {
    columns: Array.from({ length: columns }, (_, column) => {
      const room = column === middle ? rows - screenRows : rows;
      const cells: LockerLayout['columns'][number] = left.splice(0, room).map((door) => ({ door, rows: 1 }));
      return column === middle ? [{ screen: true as const, rows: screenRows }, ...cells] : cells;
    }).filter((cells) => cells.length > 0),
  };
}
