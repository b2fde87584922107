/** How many answers are remembered: a screen makes a few hundred changes in a busy hour. */
const remembered = 1_000;

/**
 * Answers by idempotency key, so that a change that arrives twice is done once, also while the first is still at
 * work. Kept for the life of the hut process; a press of an earlier life carries a token that no screen has.
 */
export class Answered {
  #answers = new Map<string, Promise<unknown>>();

  once(key: string, run: () => Promise<unknown>): Promise<unknown> {
    const before = this.#answers.get(key);
    if (before !== undefined) return before;
    const answer = run();
    this.#answers.set(key, answer);
    if (this.#answers.size > remembered) {
      for (const oldest of this.#answers.keys()) {
        this.#answers.delete(oldest);
        break;
      }
    }
    return answer;
  }
}
