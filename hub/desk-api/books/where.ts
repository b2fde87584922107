import type { Sql, Value } from '../../store/store.ts';
import type { Scope } from '../books.ts';

/** Conditions and their values, with placeholders counted on. */
export class Where {
  readonly values: Value[] = [];
  #conditions: string[] = [];

  constructor(...fixed: string[]) {
    this.#conditions = fixed;
  }

  /** `condition` gets the placeholder of each value. */
  and(condition: (...placeholders: string[]) => string, ...values: Value[]): this {
    const places = values.map((value) => `$${this.values.push(value)}`);
    this.#conditions.push(condition(...places));
    return this;
  }

  /** Only rows of these huts; null: of all. */
  within(scope: Scope, column: string, sql: Sql): this {
    if (scope === null) return this;
    return this.and((huts) => `${column} ${sql.anyOf(huts ?? '')}`, JSON.stringify(scope));
  }

  get text(): string {
    return this.#conditions.length === 0 ? 'TRUE' : this.#conditions.map((each) => `(${each})`).join(' AND ');
  }
}
