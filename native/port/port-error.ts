import type { PortError } from './byte-stream.ts';
import type { PortNeighbours } from './port-holder.ts';

const has = (text: string, ...parts: string[]): boolean => parts.some((part) => text.includes(part));

const nobodyKnown: PortNeighbours = { holders: [], services: [], group: null, user: null };

/** Who has it, or whom to suspect, and what to do about it. */
function busy(path: string, { holders, services }: PortNeighbours): string {
  const holder = holders.find(({ self }) => !self) ?? holders[0];
  if (holder?.self) return `${path} is open in this kiosk already: two entries of the config name it.`;
  if (holder !== undefined) {
    return `${path} is held by ${holder.name} (process ${holder.pid}). End it (kill ${holder.pid}); if it is a second kiosk, stop that one.`;
  }
  const service = services[0];
  if (service !== undefined) {
    return `${path} is held by another program, probably ${service}, which opens serial ports to look for devices of its own. Install the udev rule of this kiosk (packaging/), or stop it: sudo systemctl disable --now ${service}.`;
  }
  return `${path} is held by another program: ModemManager or brltty (install the udev rule of this kiosk), a terminal program, or a second kiosk. Close it.`;
}

/**
 * Names what the system said when a serial port would not open, with the way to mend it. serialport gives no
 * `err.code` for a missing path, so the words decide. `around`: see `portNeighbours`.
 */
export function namePortError(
  path: string,
  error: Error,
  platform: string = process.platform,
  around: PortNeighbours = nobodyKnown,
): PortError {
  const said = error.message.toLowerCase();
  if (has(said, 'permission denied', 'eacces', 'operation not permitted')) {
    const group = around.group === null || around.group === 'root' ? 'dialout' : around.group;
    const user = around.user ?? '$USER';
    return {
      code: 'PermissionDenied',
      message: `${path} may not be opened by this user. Add the user to the group ${group} (sudo usermod -aG ${group} ${user}) and log in again.`,
    };
  }
  // Windows says "access denied" for a port that another program holds.
  if (
    has(said, 'cannot lock port', 'resource busy', 'temporarily unavailable', 'ebusy') ||
    (platform === 'win32' && has(said, 'access denied', 'access is denied'))
  ) {
    const by = around.holders.find(({ self }) => !self)?.name ?? around.services[0];
    return { code: 'PortBusy', message: busy(path, around), ...(by === undefined ? {} : { by }) };
  }
  if (has(said, 'access denied')) {
    return { code: 'PermissionDenied', message: `${path} may not be opened: ${error.message}.` };
  }
  if (has(said, 'no such file', 'enoent', 'file not found', 'no such device', 'enxio', 'enodev')) {
    return {
      code: 'PortMissing',
      message: `${path} is not there. Check the cable and the power of the device, and the path in the config.`,
    };
  }
  return { code: 'Disconnected', message: `${path} does not work as a serial port: ${error.message}.` };
}
