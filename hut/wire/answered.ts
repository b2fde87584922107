/** How many answers are remembered: a screen makes a few hundred changes in a busy hour. */
const remembered = 1_000;

/** One change: what was asked, its answer, and whether it is still at work. */
interface Change {
  asked: string;
  answer: Promise<unknown>;
  running: boolean;
}

/**
 * Answers by idempotency key, so that a change that arrives twice is done once, also while the first is still at
 * work. Kept for the life of the hut process; a press of an earlier life carries a token that no screen has.
 */
export class Answered {
  #changes = new Map<string, Change>();

  /**
   * The answer to `key`, from `run` when the key is new. `asked` is a digest of what the key stands for: null
   * comes back when the same key already stands for something else.
   */
  once(key: string, asked: string, run: () => Promise<unknown>): Promise<unknown> | null {
    const before = this.#changes.get(key);
    if (before !== undefined) return before.asked === asked ? before.answer : null;
    const change: Change = { asked, answer: run(), running: true };
    this.#changes.set(key, change);
    const ended = () => {
      change.running = false;
    };
    change.answer.then(ended, ended);
    if (this.#changes.size > remembered) this.#forgetOne();
    return change.answer;
  }

  /** The oldest that has ended. One still at work is never forgotten: asked again, it would be done twice. */
  #forgetOne(): void {
    for (const [key, change] of this.#changes) {
      if (change.running) continue;
      this.#changes.delete(key);
      return;
    }
  }
}
