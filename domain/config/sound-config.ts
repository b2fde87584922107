import { z } from 'zod';
import { TimeOfDay } from './time-of-day.ts';

const Volume = z.number().int().min(0).max(100);

/** How loud the hut is, and how it speaks. */
export const SoundConfig = z.strictObject({
  volume: Volume.default(80).describe(
    'loudness in percent; 0 is silent but for what somebody asks to be read',
  ),
  hours: z
    .array(z.strictObject({ from: TimeOfDay, to: TimeOfDay, volume: Volume }))
    .default([{ from: '21:00', to: '07:00', volume: 40 }])
    .describe('other loudness at these times of day; the first that fits counts, and one may pass midnight'),
  speed: z.number().min(0.6).max(1.4).default(1).describe('how fast is spoken; 1 is as recorded'),
  first: z
    .enum(['clips', 'machine'])
    .default('clips')
    .describe(
      'what speaks where no keeper recorded the words: the clips that come with the hut, or a voice of the machine where it has one for the language',
    ),
});
export type SoundConfig = z.infer<typeof SoundConfig>;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/**
 * Loudness from 0 to 1 at a time of day.
 * @param minute minutes since midnight, in the hut's time zone
 */
export function loudnessAt({ volume, hours }: SoundConfig, minute: number): number {
  const fits = hours.find(({ from, to }) => {
    const [begin, end] = [minuteOf(from), minuteOf(to)];
    return begin <= end ? minute >= begin && minute < end : minute >= begin || minute < end;
  });
  return (fits?.volume ?? volume) / 100;
}
