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
