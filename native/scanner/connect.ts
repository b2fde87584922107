import type { ScannerConfig } from '../../domain/config/config.ts';
import type { LinkDeps } from '../port/link.ts';
import type { Scan } from './framing.ts';
import type { HidDevices } from './hid/devices.ts';
import { connectHidScanners } from './hid/hid-scanners.ts';
import type { Scanner, ScannerLog } from './scanner.ts';
import { connectScanner } from './serial-scanner.ts';

/**
 * Connects every scanner of the config that hangs on a cable of the hut process, in the background and for ever.
 * A wedge types into the page and a camera is looked through by the page: they have no part here.
 * `onScan` also gets the line of the config, which knows the prefix and suffix to take off.
 */
export function connectScanners(
  configs: readonly ScannerConfig[],
  deps: LinkDeps & { hid: HidDevices; log?: ScannerLog },
  onScan: (scan: Scan, config: ScannerConfig) => void,
): Scanner[] {
  const serial = configs.flatMap((config) =>
    config.kind === 'serial' ? [connectScanner(config, deps, (scan) => onScan(scan, config))] : [],
  );
  const hid = configs.filter((config) => config.kind === 'hid');
  return [...serial, ...connectHidScanners(hid, deps, onScan)];
}
