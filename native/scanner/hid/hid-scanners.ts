import type { Clock } from '../../../domain/clock.ts';
import type { ScannerConfig } from '../../../domain/config/config.ts';
import { Listeners } from '../../listeners.ts';
import type { Scan } from '../framing.ts';
import type { Scanner, ScannerError, ScannerLog, ScannerState } from '../scanner.ts';
import { type HidDevice, type HidDevices, type HidInfo, scannerUsage } from './devices.ts';
import { HidFraming } from './framing.ts';
import { honeywell, honeywellWake } from './report.ts';

export type HidScannerConfig = Extract<ScannerConfig, { kind: 'hid' }>;

/** Milliseconds between two looks at what is plugged in: a scanner that was pulled is back within them. */
export const hidLookEvery = 2_000;
/** Milliseconds after which what did not load or may not be opened is tried again. */
export const hidTryAgain = 60_000;

const hex = (id: number): string => id.toString(16).padStart(4, '0');

/** Whether a device is a scanner and one of those that this line of the config means. */
export function isMeant(info: HidInfo, config: HidScannerConfig): boolean {
  const named = config.vendor !== undefined && config.product !== undefined;
  const isScanner = info.usagePage === scannerUsage.page && info.usage === scannerUsage.usage;
  // Where the system tells no usage, the config must have named the very device.
  if (!isScanner && !(named && info.usagePage === 0)) return false;
  return (
    (config.vendor === undefined || config.vendor.toLowerCase() === hex(info.vendor)) &&
    (config.product === undefined || config.product.toLowerCase() === hex(info.product)) &&
    (config.serial === undefined || config.serial === info.serial)
  );
}

/** More named properties first, so that "any scanner" takes only what nobody else asks for. */
const precision = (config: HidScannerConfig): number =>
  [config.vendor, config.product, config.serial].filter((each) => each !== undefined).length;

class Line implements Scanner {
  readonly config: HidScannerConfig;
  readonly path: string;
  readonly open = new Map<string, HidDevice>();
  readonly states = new Listeners<ScannerState>();
  readonly log: ScannerLog;
  state: ScannerState = { is: 'connecting' };
  #close: () => Promise<void>;

  constructor(config: HidScannerConfig, log: ScannerLog, close: () => Promise<void>) {
    const { vendor, product, serial } = config;
    const any = vendor === undefined && product === undefined && serial === undefined;
    const ids = [vendor, product].map((id) => id?.toLowerCase() ?? '*').join(':');
    this.path = any ? 'hid' : `hid ${ids}${serial === undefined ? '' : ` ${serial}`}`;
    this.config = config;
    this.log = log;
    this.#close = close;
  }

  onState(take: (state: ScannerState) => void): () => void {
    return this.states.add(take);
  }

  become(state: ScannerState): void {
    const was = this.state;
    if (
      was.is === state.is &&
      (state.is !== 'down' || (was.is === 'down' && was.why.code === state.why.code))
    )
      return;
    this.state = state;
    this.log({
      device: this.path,
      event: state.is,
      ...(state.is === 'down' && { detail: `${state.why.code}: ${state.why.message}` }),
    });
    this.states.tell(state);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/**
 * HID POS scanners, one `Scanner` for each line of the config. What is plugged in is looked up every two seconds,
 * every scanner that a line means is opened, each with a life and a framing of its own; what was pulled is opened
 * anew when it is back, in whatever order. `onScan` gets each whole scan in the tick of its last report.
 */
export function connectHidScanners(
  configs: readonly HidScannerConfig[],
  deps: { clock: Clock; hid: HidDevices; log?: ScannerLog },
  onScan: (scan: Scan, config: HidScannerConfig) => void,
): Scanner[] {
  const { clock, hid } = deps;
  const log: ScannerLog = deps.log ?? (() => {});
  const closing = new Set<Line>();
  const lines = configs.map((config) => {
    const line: Line = new Line(config, log, () => close(line));
    return line;
  });
  const byPrecision = [...lines].sort((a, b) => precision(b.config) - precision(a.config));
  /** When a device that would not open is tried again; forgotten when it is pulled. */
  const notBefore = new Map<string, number>();
  let cancel: (() => void) | undefined;
  let looking: Promise<void> = Promise.resolve();

  const missing = (line: Line): ScannerError => ({
    code: 'PortMissing',
    message: `no HID scanner (${line.path}) is plugged in, or it is not in HID POS mode: scan the set-up code from its manual.`,
  });

  async function take(line: Line, info: HidInfo): Promise<ScannerError | null> {
    const opened = await hid.open(info.path);
    if (!opened.ok) {
      const wait = opened.refusal.code === 'PortMissing' ? hidLookEvery : hidTryAgain;
      notBefore.set(info.path, clock.mono() + wait);
      return opened.refusal;
    }
    const device = opened.value;
    if (closing.has(line)) {
      await device.close();
      return null;
    }
    const framing = new HidFraming(clock, (scan) => onScan(scan, line.config));
    line.open.set(info.path, device);
    device.onReport((report) => {
      // An old device's reports, told late, are nobody's.
      if (line.open.get(info.path) === device) framing.take(report);
    });
    device.onClose((why) => {
      framing.reset();
      if (line.open.get(info.path) !== device) return;
      line.open.delete(info.path);
      // Frees the descriptor where only the device went away.
      void device.close();
      const said = why === undefined ? '' : ` (${why.message})`;
      if (line.open.size > 0) return;
      const message = `the scanner ${info.name} went away${said}. Check its cable.`;
      line.become({ is: 'down', why: { code: 'Disconnected', message } });
    });
    if (info.vendor === honeywell) {
      const woken = await device.sendFeature(honeywellWake);
      // Some models send without it.
      if (!woken.ok) log({ device: line.path, event: 'not-woken', detail: woken.refusal.message });
    }
    return null;
  }

  async function look(): Promise<void> {
    const listed = await hid.list();
    if (!listed.ok) {
      for (const line of lines) {
        if (line.open.size === 0 && !closing.has(line)) line.become({ is: 'down', why: listed.refusal });
      }
      again(hidTryAgain);
      return;
    }
    const here = new Map(listed.value.map((info) => [info.path, info]));
    for (const path of notBefore.keys()) if (!here.has(path)) notBefore.delete(path);
    // One that went without a word; its place may be taken by another one.
    for (const line of lines) {
      for (const [path, device] of line.open) {
        if (here.has(path)) continue;
        line.open.delete(path);
        void device.close();
      }
    }
    const failed = new Map<Line, ScannerError>();
    for (const info of here.values()) {
      // Several collections of one device share a path: one of them is enough.
      const meant = listed.value.filter((each) => each.path === info.path);
      const line = byPrecision.find((each) => meant.some((one) => isMeant(one, each.config)));
      if (line === undefined || closing.has(line) || line.open.has(info.path)) continue;
      if (clock.mono() < (notBefore.get(info.path) ?? 0)) {
        if (line.state.is === 'down') failed.set(line, line.state.why);
        continue;
      }
      const why = await take(line, info);
      if (why !== null) failed.set(line, why);
    }
    for (const line of lines) {
      if (closing.has(line)) continue;
      if (line.open.size > 0) line.become({ is: 'connected' });
      else line.become({ is: 'down', why: failed.get(line) ?? missing(line) });
    }
    again(hidLookEvery);
  }

  function again(wait: number): void {
    if (closing.size < lines.length) cancel = clock.after(wait, start);
  }

  function start(): void {
    cancel = undefined;
    looking = look();
  }

  async function close(line: Line): Promise<void> {
    closing.add(line);
    if (closing.size === lines.length) cancel?.();
    await looking;
    const open = [...line.open.values()];
    line.open.clear();
    await Promise.all(open.map((device) => device.close()));
    line.become({ is: 'down', why: { code: 'Disconnected', message: `${line.path} was closed.` } });
  }

  if (lines.length > 0) start();
  return lines;
}
