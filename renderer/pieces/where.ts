import type { LockerLayout } from '../../domain/config/config.ts';
import type { Say } from '../words/words.ts';

/** Where the cells of the locker are, counted in columns from the left and cells from the top. */
interface Place {
  column: number;
  row: number;
  rows: number;
}

function find(
  layout: LockerLayout,
  is: (cell: LockerLayout['columns'][number][number]) => boolean,
): Place | null {
  for (const [column, cells] of layout.columns.entries()) {
    const row = cells.findIndex(is);
    if (row >= 0) return { column, row, rows: cells.length };
  }
  return null;
}

const rowWords = (say: Say, { row, rows }: Place): string => {
  if (row === rows - 1) return say('where.bottom');
  if (row === 0) return say('where.top');
  return say('where.row', { n: row + 1 });
};

/** Says where a door is, seen from the screen: "right below the screen", "left of the screen, at the bottom". */
export function whereIs(say: Say, layout: LockerLayout, door: number): string {
  const place = find(layout, (cell) => 'door' in cell && cell.door === door);
  if (!place) return '';
  const screen = find(layout, (cell) => 'screen' in cell);
  const row = rowWords(say, place);
  if (!screen) return say('where.join', { side: say('where.column', { n: place.column + 1 }), row });
  const away = place.column - screen.column;
  if (away === 0) {
    if (place.row === screen.row + 1) return say('where.below');
    return place.row > screen.row ? say('where.join', { side: say('where.under'), row }) : say('where.above');
  }
  const columnsThere = away < 0 ? screen.column : layout.columns.length - 1 - screen.column;
  const n = Math.abs(away);
  const side =
    columnsThere === 1
      ? say(away < 0 ? 'where.left' : 'where.right')
      : say(away < 0 ? 'where.leftN' : 'where.rightN', { n });
  return say('where.join', { side, row });
}
