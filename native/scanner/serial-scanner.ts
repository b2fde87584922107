import { existsSync } from 'node:fs';
import type { ScannerConfig } from '../../domain/config/config.ts';
import { Listeners } from '../listeners.ts';
import { Link, type LinkDeps, type PortState } from '../port/link.ts';
import { type Scan, ScanFraming } from './framing.ts';
import type { Scanner, ScannerLog } from './scanner.ts';

export type SerialScannerConfig = Extract<ScannerConfig, { kind: 'serial' }>;

/** Milliseconds between looks whether the port is still there: a scanner says nothing while nobody scans. */
const lookEvery = 5_000;

/**
 * A serial (USB CDC) scanner, connected in the background for ever. `onScan` gets each whole scan in the tick in
 * which its suffix arrived.
 */
export function connectScanner(
  config: SerialScannerConfig,
  deps: LinkDeps & { log?: ScannerLog },
  onScan: (scan: Scan) => void,
): Scanner {
  const { clock } = deps;
  const link = new Link(config.path, config.baud, deps);
  const states = new Listeners<PortState>();
  const framing = new ScanFraming(clock, (scan) => {
    link.proven();
    onScan(scan);
  });
  let cancelLook: (() => void) | undefined;
  // An unplug right after the open may pass unseen (bindings-cpp #162).
  const lookable = !config.path.startsWith('tcp://') && process.platform !== 'win32';
  const look = (): void => {
    cancelLook = undefined;
    if (link.state.is !== 'connected') return;
    if (existsSync(config.path)) cancelLook = clock.after(lookEvery, look);
    else link.drop({ code: 'Disconnected', message: `${config.path} is gone. Check the scanner's cable.` });
  };
  link.onData((bytes) => framing.take(bytes));
  link.onState((state) => {
    cancelLook?.();
    cancelLook = undefined;
    framing.reset();
    if (state.is === 'connected' && lookable) cancelLook = clock.after(lookEvery, look);
    deps.log?.({
      device: config.path,
      event: state.is,
      ...(state.is === 'down' && { detail: `${state.why.code}: ${state.why.message}` }),
    });
    states.tell(state);
  });
  link.start();
  return {
    path: config.path,
    get state() {
      return link.state;
    },
    onState: (take) => states.add(take),
    close: () => link.close(),
  };
}
