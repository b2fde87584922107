const decoders = [new TextDecoder('utf-8', { fatal: true }), new TextDecoder('gb18030', { fatal: true })];

/** Most codes; a decoder costs more than all that is read of one. */
function asciiOf(bytes: Uint8Array): string | null {
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x80) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The text of a scan's bytes, in UTF-8 or GB18030, which scanners in China send; null when it is neither. */
export function textOf(bytes: Uint8Array): string | null {
  const plain = asciiOf(bytes);
  if (plain !== null) return plain;
  for (const decoder of decoders) {
    try {
      return decoder.decode(bytes);
    } catch {
      // Not in this encoding.
    }
  }
  return null;
}
