import { accessSync, constants } from 'node:fs';
import type { HIDAsync } from 'node-hid';
import type { Result } from '../../../domain/result.ts';
import type { ScannerError } from '../scanner.ts';
import type { HidDevice, HidDevices } from './devices.ts';

type NodeHid = typeof import('node-hid');

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What to do when node-hid does not load or cannot look: on Linux, mostly a library that is not installed. */
export function nameHidError(error: unknown, platform: string = process.platform): ScannerError {
  const fix =
    platform === 'linux'
      ? 'Install it with: sudo apt-get install libusb-1.0-0 libudev1.'
      : 'Reinstall the kiosk, or let the scanner work as a serial port.';
  return {
    code: 'HidUnavailable',
    message: `HID scanners cannot be read on this machine (${wordsOf(error)}). ${fix}`,
  };
}

/** Names why a device would not open. hidapi does not say, so the system is asked whether we may. */
export function nameOpenError(
  path: string,
  error: unknown,
  platform: string = process.platform,
): ScannerError {
  if (platform === 'linux') {
    try {
      accessSync(path, constants.R_OK | constants.W_OK);
    } catch (denied) {
      const { code } = denied as NodeJS.ErrnoException;
      if (code === 'ENOENT') {
        return { code: 'PortMissing', message: `${path} is not there any more. Check the scanner's cable.` };
      }
      return {
        code: 'PermissionDenied',
        message: `${path} may not be opened by this user. Install the udev rule of this kiosk (70-xiaowu.rules) and plug the scanner again.`,
      };
    }
  }
  return {
    code: 'PortBusy',
    message: `${path} does not open (${wordsOf(error)}). Another program may hold the scanner: close it.`,
  };
}

/** Loaded on the first look: a hut without HID scanners never touches it, and its start does not wait for it. */
async function load(): Promise<NodeHid> {
  // The types know named exports only; Node gives a CommonJS module as the default one, too.
  const loaded = (await import('node-hid')) as NodeHid & { default?: NodeHid };
  const hid = loaded.default ?? loaded;
  // hidraw: keeps the kernel's driver on the device, and tells usage pages. Other systems have one driver only.
  if (process.platform === 'linux') hid.setDriverType('hidraw');
  return hid;
}

function deviceOf(path: string, hid: HIDAsync): HidDevice {
  let closed: { why: Error | undefined } | null = null;
  let told: ((why?: Error) => void) | undefined;
  const end = (why?: Error): void => {
    if (closed !== null) return;
    closed = { why };
    told?.(why);
  };
  // Kept for the device's whole life: an error without a listener would end the process.
  hid.on('error', (error: unknown) => {
    end(error instanceof Error ? error : new Error(String(error)));
    void hid.close().catch(() => undefined);
  });
  return {
    onReport(take) {
      hid.on('data', (report: Uint8Array) => {
        if (closed === null) take(report);
      });
    },
    onClose(take) {
      if (closed === null) told = take;
      else take(closed.why);
    },
    async sendFeature(report): Promise<Result<void, ScannerError>> {
      try {
        await hid.sendFeatureReport([...report]);
        return { ok: true, value: undefined };
      } catch (error) {
        const message = `${path} did not take a feature report (${wordsOf(error)}).`;
        return { ok: false, refusal: { code: 'Disconnected', message } };
      }
    },
    async close() {
      end();
      await hid.close().catch(() => undefined);
    },
  };
}

/**
 * The HID devices of this machine by node-hid. Whatever fails, also the loading of its native part, is a named
 * error with the way to mend it.
 */
export const nodeHidDevices: HidDevices = {
  async list() {
    try {
      const found = await (await load()).devicesAsync();
      const value = found.flatMap((each) =>
        each.path === undefined
          ? []
          : [
              {
                path: each.path,
                vendor: each.vendorId,
                product: each.productId,
                serial: each.serialNumber ?? '',
                name: each.product ?? '',
                usagePage: each.usagePage ?? 0,
                usage: each.usage ?? 0,
              },
            ],
      );
      return { ok: true, value };
    } catch (error) {
      return { ok: false, refusal: nameHidError(error) };
    }
  },
  async open(path) {
    try {
      const { HIDAsync: Hid } = await load();
      return { ok: true, value: deviceOf(path, await Hid.open(path)) };
    } catch (error) {
      return { ok: false, refusal: nameOpenError(path, error) };
    }
  },
};
