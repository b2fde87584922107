/** One figure of a bench: what, how much, against which floor or peer measured in the same run. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  floor: number;
  ratio: number;
  n: number;
  /** The ratio we promise; a bench is a measurement and never fails a build by time. */
  promise: string;
}

export const figure = (
  name: string,
  unit: string,
  value: number,
  floor: number,
  n: number,
  promise: string,
): Figure => ({
  name,
  value: round(value),
  unit,
  floor: round(floor),
  ratio: round(value / floor),
  n,
  promise,
});

const round = (x: number): number => Number(x.toPrecision(4));

/** The q-quantile (0..1) of samples, by nearest rank. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1));
  return sorted[at] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** A pause as life has them: an idle machine commits slower than a hot one. */
export const idle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
