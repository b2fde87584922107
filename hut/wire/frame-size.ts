/** Bytes that one frame may have; the contract's largest has a quarter of it. */
export const largestFrame = 64 * 1024;

/**
 * Whether a message is larger than `limit` bytes, roughly as JSON. Stops counting there, so that neither a huge
 * message nor one that contains itself (message ports carry both) costs more than a small one.
 */
export function isLargerThan(message: unknown, limit: number): boolean {
  const rest: unknown[] = [message];
  let size = 0;
  while (size <= limit) {
    if (rest.length === 0) return false;
    const value = rest.pop();
    size += 2;
    if (typeof value === 'string') size += value.length;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) size += value.byteLength;
    else if (Array.isArray(value)) {
      size += value.length;
      if (size <= limit) rest.push(...value);
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        size += key.length + 3;
        if (size > limit) return true;
        rest.push(Reflect.get(value, key));
      }
    }
  }
  return true;
}
