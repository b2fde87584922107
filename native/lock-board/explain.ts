import { framesIn } from './framing.ts';
import { protocolOf } from './protocols.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const wordOf = (value: unknown): string =>
  value instanceof Uint8Array
    ? hex(value)
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/**
 * What the frames in these bytes say, field by field, in the first of the given protocols that knows one; '' where
 * none does. For people who look at a bus, never for decisions.
 */
export function explain(bytes: Uint8Array, spoken: readonly string[]): string {
  for (const protocol of spoken) {
    const found = framesIn(bytes, protocolOf(protocol).frames);
    if (found.length === 0) continue;
    return found
      .map(({ frame }) =>
        Object.entries(frame)
          .map(([field, value]) => (field === 'is' ? wordOf(value) : `${field} ${wordOf(value)}`))
          .join(' '),
      )
      .join('; ')
      .slice(0, 200);
  }
  return '';
}
