import { loudnessAt, type SoundConfig } from '../../domain/config/sound-config.ts';
import type { Preferences } from '../../domain/contract/screen.ts';
import type { SoundView } from '../../domain/contract/sound.ts';
import { minuteOfDay } from '../../domain/lending/due-date.ts';

/** Of the loudness of the hour. */
const shares = { soft: 0.5, usual: 1, loud: 1.6 } as const;

/**
 * How loud it is at this hour for somebody who wants it so. An hour that is silent stays silent.
 * @param hour loudness of the hour, 0 to 1
 */
export const loudnessFor = (hour: number, volume: Preferences['volume']): number =>
  Math.min(1, hour * shares[volume]);

/** How the screen sounds at this hour. */
export const soundNow = (
  config: SoundConfig,
  now: number,
  recordings: number,
  volume: Preferences['volume'],
): SoundView => ({
  volume: loudnessFor(loudnessAt(config, minuteOfDay(now)), volume),
  speed: config.speed,
  first: config.first,
  recordings,
});
