/** What a crew is started with. */
export interface CrewAsk {
  /** Each hut has a directory of its name in it. */
  root: string;
  huts: string[];
  /** The huts of all crews. */
  all: string[];
  seed: number;
}

/**
 * `hurry`: as if a keeper pressed 现在同步, instead of waiting as long as after so many failures. `rest`: nobody does anything any more; every hut says `rested` when the hub has all of its log. `hear`: it says `heard`
 * when it has asked once more after everything. `close`: the ledgers are closed, and the process ends.
 */
export type Order = 'hurry' | 'rest' | 'hear' | 'close';

/** A line of a hut's log; also `acknowledged` with a number, `rested` and `heard`. */
export interface Said {
  hut: string;
  what: string;
  /** The rest of it, as JSON. */
  more: string;
}
