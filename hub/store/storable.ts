/**
 * Whether each text in a value can lie in either database: PostgreSQL holds no NUL, and its JSON no half of a surrogate
 * pair. Values are read by a schema before, which bounds how deep they go.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isStorable);
}

const odd = /\\u(0000|d[89a-f])/i;
/** Whether JSON may hold a text that cannot be stored: such a character stands in well-formed JSON as an escape only. */
export const mayBeUnstorable = (json: string): boolean => odd.test(json);
