/** A finger that slides this far from where it came down still means the control it came down on. */
export const driftMm = 8;
/** A second press of one control within this time is a trembling hand, not a wish. */
export const repeatMs = 300;

export interface Touch {
  /** Milliseconds, monotonic. */
  at: number;
  x: number;
  y: number;
  control: object;
  finger: boolean;
}

/**
 * Whether a press is the echo of the one before: the same control again, or a finger at the same place (the
 * screen changed under it), within 300 ms.
 */
export function isRepeat(before: Touch | null, now: Touch, driftPx: number): boolean {
  if (!before || now.at - before.at >= repeatMs) return false;
  if (before.control === now.control) return true;
  return before.finger && now.finger && Math.hypot(now.x - before.x, now.y - before.y) <= driftPx;
}
