import type { PortError } from './byte-stream.ts';

const has = (text: string, ...parts: string[]): boolean => parts.some((part) => text.includes(part));

/**
 * Names what the system said when a serial port would not open. serialport gives no `err.code` for a missing
 * path, so the words decide.
 */
export function namePortError(path: string, error: Error, platform: string = process.platform): PortError {
  const said = error.message.toLowerCase();
  if (has(said, 'permission denied', 'eacces', 'operation not permitted')) {
    return {
      code: 'PermissionDenied',
      message: `${path} may not be opened by this user. Add the user to the group dialout (sudo usermod -aG dialout $USER) and log in again.`,
    };
  }
  // Windows says "access denied" for a port that another program holds.
  if (
    has(said, 'cannot lock port', 'resource busy', 'temporarily unavailable', 'ebusy') ||
    (platform === 'win32' && has(said, 'access denied', 'access is denied'))
  ) {
    return {
      code: 'PortBusy',
      message: `${path} is held by another program: ModemManager or brltty (install the udev rule of this kiosk), a terminal program, or a second kiosk. Close it.`,
    };
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
