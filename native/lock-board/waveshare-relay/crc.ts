/**
 * CRC-16/MODBUS of the bytes from `from` up to `to`, low byte first on the wire (MODBUS over serial line V1.02,
 * 6.2.2). Over a whole good frame it gives 0.
 */
export function crcOf(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let i = from; i < to; i++) {
    crc ^= bytes[i] ?? 0;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
