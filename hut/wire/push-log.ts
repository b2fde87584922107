import type { HutFrame, PushBody, PushName } from '../../domain/contract/contract.ts';

type Push = HutFrame & { type: 'push' };

/**
 * Numbers every push and hands it to all connected screens. Only the newest view and practice state are kept:
 * a screen that comes back after a gap needs what is, not what was, and an old sound helps nobody.
 */
export class PushLog {
  #seq = 0;
  #newest = new Map<PushName, Push>();
  #takers = new Set<(push: Push) => void>();

  get seq(): number {
    return this.#seq;
  }

  push<N extends PushName>(name: N, body: PushBody<N>): void {
    this.#seq += 1;
    const push: Push = { type: 'push', seq: this.#seq, name, body };
    if (name !== 'cue') this.#newest.set(name, push);
    for (const take of this.#takers) take(push);
  }

  /** The newest state pushes after `seq`, in order. */
  since(seq: number): Push[] {
    return [...this.#newest.values()].filter((push) => push.seq > seq).sort((a, b) => a.seq - b.seq);
  }

  /** Every push from now on; returns what ends it. */
  onPush(take: (push: Push) => void): () => void {
    this.#takers.add(take);
    return () => this.#takers.delete(take);
  }
}
