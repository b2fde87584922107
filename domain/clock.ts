/** Time as a parameter. Logic never reads the wall clock by itself. */
export interface Clock {
  /** Milliseconds since 1970; may be wrong or jump. */
  wall(): number;
  /** Milliseconds that only ever grow. */
  mono(): number;
  /** Calls `run` once after `ms`; returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
}
