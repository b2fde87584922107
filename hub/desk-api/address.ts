const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * Whom tries are counted against: the other end of the connection. Where that is this machine itself there is a proxy
 * in between, and the last address of what it forwards is the one it saw; what stands before it anybody may have
 * written. Whoever comes from elsewhere is not believed.
 */
export function askingAddress(peer: string, forwarded: string | undefined): string {
  if (forwarded === undefined || !loopback.test(peer)) return peer;
  const last = forwarded.split(',').at(-1)?.trim() ?? '';
  return /^[0-9a-fA-F:.]{2,45}$/.test(last) ? last : peer;
}

const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const ipv6 = /^\[[0-9a-f:.]+\]$/;

/**
 * Whether a Host header names this machine: by an address, as localhost, or by a name that it has. Any other name may
 * be another site's that was made to point here (DNS rebinding), whose page would then pass for the desk's.
 */
export function isOwnHost(host: string, names: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/:\d{1,5}$/, '');
  return (
    ipv4.test(name) ||
    ipv6.test(name) ||
    name === 'localhost' ||
    names.some((own) => own.toLowerCase() === name)
  );
}
