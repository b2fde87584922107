/** What somebody may ask of a torture; each takes what it knows. */
export interface TortureOptions {
  /** How many moments, where a torture chooses them. */
  points: number;
  /** Decides everything that is left to chance. */
  seed: number;
  /** One failure again: the recording that it came from, and which cut of it. */
  replay: { recording: string; point: number; model: string } | null;
}

/** One line of the table. */
export interface Tortured {
  what: string;
  tried: number;
  wrong: number;
  /** Whether that is as it must be. */
  holds: boolean;
  /** It was broken on purpose: what must be is that something is wrong. */
  broken?: boolean;
  /** What went wrong, and how to see it again. */
  note: string;
}

export type Torture = (options: TortureOptions) => AsyncIterable<Tortured>;
