import type { Result } from '../../../domain/result.ts';
import type { ScannerError } from '../scanner.ts';
import { type HidDevice, type HidDevices, type HidInfo, scannerUsage } from './devices.ts';
import { honeywell, writeHidReports } from './report.ts';

/** What can go wrong with the next scan of a simulated HID scanner. */
export type HidFault = 'lost-continuation' | 'stalled' | 'unplugged' | 'garbage' | 'short-report';

export interface SimulatedHidOptions {
  vendor?: number;
  product?: number;
  serial?: string;
  /** What the system answers instead of opening it. */
  denied?: ScannerError;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A HID POS scanner that speaks in reports, on a socket of `SimulatedHid`. */
export class SimulatedHidScanner {
  readonly info: HidInfo;
  denied: ScannerError | undefined;
  /** AIM identifier before each code. */
  aim = ']C0';
  /** How often it was opened. */
  opened = 0;
  readonly #devices: SimulatedHid;
  readonly #isHoneywell: boolean;
  #open: { report: (report: Uint8Array) => void; gone: (why?: Error) => void } | null = null;
  #awake = false;
  #fault: HidFault | null = null;

  constructor(devices: SimulatedHid, path: string, options: SimulatedHidOptions) {
    const { vendor = 0x05e0, product = 0x1900, serial = '' } = options;
    this.#devices = devices;
    this.#isHoneywell = vendor === honeywell;
    this.denied = options.denied;
    this.info = {
      path,
      vendor,
      product,
      serial,
      name: 'simulated scanner',
      usagePage: scannerUsage.page,
      usage: scannerUsage.usage,
    };
  }

  get plugged(): boolean {
    return this.#devices.has(this);
  }

  /** The next scan goes wrong so. */
  failNext(fault: HidFault): void {
    this.#fault = fault;
  }

  /** Reads a code. Says nothing when nobody has it open, or when a Honeywell was not woken. */
  scan(code: string): void {
    if (this.#open === null || (this.#isHoneywell && !this.#awake)) return;
    const reports = writeHidReports(new TextEncoder().encode(code), this.aim);
    const fault = this.#fault;
    this.#fault = null;
    if (fault === 'unplugged') {
      this.#open.report(announcing(reports[0]));
      this.unplug();
      return;
    }
    for (const report of spoiled(reports, fault)) this.#open?.report(report);
  }

  /** Raw bytes of one input report. */
  send(report: Uint8Array): void {
    this.#open?.report(report);
  }

  plug(): void {
    this.#devices.put(this);
  }

  unplug(): void {
    this.#devices.take(this);
    const open = this.#open;
    this.#open = null;
    this.#awake = false;
    open?.gone(new Error('could not read from HID device'));
  }

  /** The cable is pulled and the system tells nobody that has it open. */
  vanish(): void {
    this.#devices.take(this);
    this.#open = null;
    this.#awake = false;
  }

  /** For `SimulatedHid.open`. */
  hold(): Result<HidDevice, ScannerError> {
    if (this.denied !== undefined) return { ok: false, refusal: this.denied };
    this.opened += 1;
    let take: ((report: Uint8Array) => void) | undefined;
    let told: ((why?: Error) => void) | undefined;
    let closed: { why: Error | undefined } | null = null;
    const end = (why?: Error): void => {
      if (closed !== null) return;
      closed = { why };
      told?.(why);
    };
    const mine = {
      report: (report: Uint8Array) => {
        if (closed === null) take?.(report);
      },
      gone: end,
    };
    this.#open = mine;
    const value: HidDevice = {
      onReport: (listener) => {
        take = listener;
      },
      onClose: (listener) => {
        if (closed === null) told = listener;
        else listener(closed.why);
      },
      sendFeature: async (report) => {
        await turn();
        if (this.#open !== mine) {
          return { ok: false, refusal: { code: 'Disconnected', message: 'it is not there' } };
        }
        if (report[0] === 254 && report[1] === 1) this.#awake = true;
        return { ok: true, value: undefined };
      },
      close: async () => {
        end();
        if (this.#open === mine) {
          this.#open = null;
          this.#awake = false;
        }
      },
    };
    return { ok: true, value };
  }
}

const announcing = (report: Uint8Array | undefined): Uint8Array => {
  const first = Uint8Array.from(report ?? []);
  first[63] = 1;
  return first;
};

/** The reports that really leave a scanner with this fault. */
function spoiled(reports: readonly Uint8Array[], fault: HidFault | null): readonly Uint8Array[] {
  switch (fault) {
    case 'lost-continuation':
      return reports.length > 1 ? reports.slice(0, -1) : [announcing(reports[0])];
    case 'stalled':
      // The first report announces another one, which never comes.
      return [announcing(reports[0])];
    case 'garbage': {
      const noise = new Uint8Array(64).fill(0xff);
      noise[0] = 2;
      return [noise];
    }
    case 'short-report':
      return [(reports[0] ?? new Uint8Array()).subarray(0, 20)];
    default:
      return reports;
  }
}

/** The HID sockets of a simulated machine. Answers come a turn later, as a real system's do. */
export class SimulatedHid implements HidDevices {
  readonly #plugged = new Set<SimulatedHidScanner>();
  #numbers = 0;
  #atWork = 0;
  /** What the system answers to every look instead of a list. */
  broken: ScannerError | null = null;
  looks = 0;

  /** A new scanner, plugged in. */
  add(options: SimulatedHidOptions = {}): SimulatedHidScanner {
    const scanner = new SimulatedHidScanner(this, `/dev/hidraw${this.#numbers++}`, options);
    this.put(scanner);
    return scanner;
  }

  put(scanner: SimulatedHidScanner): void {
    this.#plugged.add(scanner);
  }

  take(scanner: SimulatedHidScanner): void {
    this.#plugged.delete(scanner);
  }

  has(scanner: SimulatedHidScanner): boolean {
    return this.#plugged.has(scanner);
  }

  /** Calls that have not been answered yet, for a simulated clock. */
  inFlight(): number {
    return this.#atWork;
  }

  async list(): Promise<Result<HidInfo[], ScannerError>> {
    return this.#later(() => {
      this.looks += 1;
      if (this.broken !== null) return { ok: false, refusal: this.broken };
      // A device with a keyboard collection beside its scanner shows up twice under one path.
      const value = [...this.#plugged].flatMap(({ info }) => [
        { ...info, usagePage: 1, usage: 6 },
        { ...info },
      ]);
      return { ok: true, value };
    });
  }

  async open(path: string): Promise<Result<HidDevice, ScannerError>> {
    return this.#later(() => {
      const scanner = [...this.#plugged].find((each) => each.info.path === path);
      if (scanner !== undefined) return scanner.hold();
      return { ok: false, refusal: { code: 'PortMissing', message: `${path} is not there` } };
    });
  }

  async #later<T>(answer: () => T): Promise<T> {
    this.#atWork += 1;
    await turn();
    this.#atWork -= 1;
    return answer();
  }
}
