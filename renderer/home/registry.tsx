import type { Action } from '../../domain/contract/action.ts';
import type { FunctionId } from '../../domain/contract/screen.ts';
import type { Drawing } from '../pieces/icon.tsx';
import { ChartBar, Notepad } from '../pieces/icons.ts';
import type { WordKey } from '../words/words.ts';

/** A function that stands on home as a tile. Borrow and return are the two panels above and not among them. */
export interface HomeTile {
  function: FunctionId;
  icon: Drawing;
  /** Pink for what deals with things, blue for what deals with people. */
  tone: 'things' | 'people';
  name: WordKey;
  /** One line more, shown where there is room for it. */
  how: WordKey;
}

/** Every tile the renderer can draw, in the order of home. A new function adds its line here. */
export const homeTiles: readonly HomeTile[] = [
  { function: 'my-loans', icon: Notepad, tone: 'people', name: 'home.myLoans', how: 'home.myLoansHow' },
  { function: 'figures', icon: ChartBar, tone: 'people', name: 'home.figures', how: 'home.figuresHow' },
];

export const opens = (id: FunctionId): Action => ({ do: 'function', function: id });
