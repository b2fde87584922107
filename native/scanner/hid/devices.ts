import type { Result } from '../../../domain/result.ts';
import type { ScannerError } from '../scanner.ts';

/** A HID device as the system lists it. */
export interface HidInfo {
  path: string;
  vendor: number;
  product: number;
  /** '' where the device has none. */
  serial: string;
  /** What the device calls itself. */
  name: string;
  /** 0 where the system does not tell. */
  usagePage: number;
  usage: number;
}

/** One open device. One life: once closed it stays closed and another one is opened. */
export interface HidDevice {
  /** One listener: each input report, its id first. */
  onReport(take: (report: Uint8Array) => void): void;
  /** Called once, with the reason when the device went away. At once when it is closed already. */
  onClose(take: (why?: Error) => void): void;
  /** Sends a feature report, its id first. Never rejects. */
  sendFeature(report: Uint8Array): Promise<Result<void, ScannerError>>;
  /** Idempotent. Never rejects. */
  close(): Promise<void>;
}

/** The HID devices of this machine: node-hid, or simulated ones. Neither call rejects. */
export interface HidDevices {
  list(): Promise<Result<HidInfo[], ScannerError>>;
  open(path: string): Promise<Result<HidDevice, ScannerError>>;
}

/** HID Usage Tables: bar code scanner page, bar code scanner. */
export const scannerUsage = { page: 0x8c, usage: 0x02 } as const;
