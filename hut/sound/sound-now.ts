import { loudnessAt, type SoundConfig } from '../../domain/config/sound-config.ts';
import type { SoundView } from '../../domain/contract/sound.ts';
import { minuteOfDay } from '../../domain/lending/due-date.ts';

/** How the screen sounds at this hour. */
export const soundNow = (config: SoundConfig, now: number, recordings: number): SoundView => ({
  volume: loudnessAt(config, minuteOfDay(now)),
  speed: config.speed,
  first: config.first,
  recordings,
});
