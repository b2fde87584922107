import type { Config } from '../../domain/config/config.ts';
import type { DevicesStep } from '../../domain/contract/commissioning-screen.ts';
import type { Affixes } from '../../domain/scanning/affixes.ts';
import { affixesKept, withScanner } from './kept-scanner.ts';
import { type HeardScan, learnedFrom, scanSeen } from './scan-seen.ts';

/** Scans shown, and looked at to learn from. */
const most = 4;

/** The keeper's test of scanners: what was heard, and what it tells of the scanners. */
export class ScanTest {
  readonly #configured: () => Config['scanner'];
  /** Newest first. */
  #heard: (HeardScan & { nth: number })[] = [];
  #count = 0;
  /** By scanner. It stays learned when other codes follow. */
  readonly #learned = new Map<string, Affixes>();

  /** `configured`: the scanners of the config as it is now. */
  constructor(configured: () => Config['scanner']) {
    this.#configured = configured;
  }

  take(heard: HeardScan): void {
    this.#count += 1;
    this.#heard = [{ ...heard, nth: this.#count }, ...this.#heard].slice(0, most);
    const [last, before] = this.#heard.filter(({ from }) => from === heard.from);
    if (last === undefined || before === undefined) return;
    const learned = learnedFrom([last.raw, before.raw]);
    if (learned !== null) this.#learned.set(heard.from, learned);
  }

  /** The scanners of the config with the one heard last in it; null when there is nothing to keep. */
  kept(): Config['scanner'] | null {
    const [last] = this.#heard;
    if (last === undefined) return null;
    return withScanner(this.#configured(), last.from, this.#learned.get(last.from) ?? null);
  }

  seen(): Pick<Extract<DevicesStep, { is: 'scan-test' }>, 'scans' | 'learned' | 'keeps'> {
    const [last] = this.#heard;
    return {
      scans: this.#heard.map((heard) => ({ nth: heard.nth, ...scanSeen(heard, this.#affixesOf(heard)) })),
      learned: last === undefined ? null : (this.#learned.get(last.from) ?? null),
      keeps: this.kept() !== null,
    };
  }

  #affixesOf({ from }: HeardScan): Affixes {
    return this.#learned.get(from) ?? affixesKept(this.#configured(), from);
  }
}
