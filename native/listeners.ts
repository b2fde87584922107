/** A set of listeners to one kind of news. */
export class Listeners<T> {
  readonly #all = new Set<(news: T) => void>();

  /** Gives back a function that takes the listener away. */
  add(take: (news: T) => void): () => void {
    this.#all.add(take);
    return () => this.#all.delete(take);
  }

  tell(news: T): void {
    for (const take of [...this.#all]) take(news);
  }
}
