import type { ScannerConfig } from '../../domain/config/config.ts';
import { type Affixes, noAffixes } from '../../domain/scanning/affixes.ts';

/** Which scanner of the config a scan came from: a port's path, or the kind where kinds are all that is known. */
const isFrom = (scanner: ScannerConfig, from: string): boolean =>
  scanner.kind === 'serial' ? scanner.path === from : scanner.kind === from;

/** What a scanner sends around every code, as far as the config knows. */
export function affixesKept(scanners: readonly ScannerConfig[], from: string): Affixes {
  const scanner = scanners.find((each) => isFrom(each, from));
  if (scanner === undefined || scanner.kind === 'camera') return noAffixes;
  return { prefix: scanner.prefix ?? '', suffix: scanner.suffix ?? '' };
}

/**
 * The scanners of the config with the one that was heard in it, and with what it sends around its codes. Null when
 * that changes nothing: then there is nothing to keep.
 */
export function withScanner(
  scanners: readonly ScannerConfig[],
  from: string,
  learned: Affixes | null,
): ScannerConfig[] | null {
  if (from === '') return null;
  const { prefix, suffix } = learned ?? { prefix: '', suffix: '' };
  const affixes = { ...(prefix === '' ? {} : { prefix }), ...(suffix === '' ? {} : { suffix }) };
  const there = scanners.find((scanner) => isFrom(scanner, from));
  if (there === undefined) {
    // A wedge that sends nothing around its codes works without a word in the config.
    if (from === 'wedge')
      return learned === null || (prefix === '' && suffix === '')
        ? null
        : [...scanners, { kind: 'wedge', ...affixes }];
    return [
      ...scanners,
      from === 'hid' ? { kind: 'hid', ...affixes } : { kind: 'serial', path: from, baud: 9600, ...affixes },
    ];
  }
  if (there.kind === 'camera' || learned === null) return null;
  if ((there.prefix ?? '') === prefix && (there.suffix ?? '') === suffix) return null;
  const { prefix: _old, suffix: _gone, ...rest } = there;
  return scanners.map((scanner) => (scanner === there ? { ...rest, ...affixes } : scanner));
}
