const decoders = [new TextDecoder('utf-8', { fatal: true }), new TextDecoder('gb18030', { fatal: true })];

/** The text of a scan's bytes, in UTF-8 or GB18030, which scanners in China send; null when it is neither. */
export function textOf(bytes: Uint8Array): string | null {
  // Most codes; a decoder costs more than all that is read of one.
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
  for (const decoder of decoders) {
    try {
      return decoder.decode(bytes);
    } catch {
      // Not in this encoding.
    }
  }
  return null;
}
