/** An expected outcome: a value, or a refusal with a code. Exceptions are for bugs and broken machines. */
export type Result<T, R> = { ok: true; value: T } | { ok: false; refusal: R };

export const done = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const refused = <R>(refusal: R): { ok: false; refusal: R } => ({ ok: false, refusal });

/** Marks a branch that the types say cannot be reached. */
export function never(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
