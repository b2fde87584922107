import type { Trouble } from '../app/ask.ts';
import type { Say } from './words.ts';

/** What went wrong, and what to do now. */
export function troubleWords(say: Say, { code, retryAfter }: Trouble): string {
  if (code !== 'too-many') return say(`trouble.${code}`);
  const seconds = retryAfter ?? 60;
  const wait =
    seconds < 90
      ? say('trouble.seconds', { count: seconds })
      : say('trouble.minutes', { count: Math.ceil(seconds / 60) });
  return say('trouble.too-many', { wait });
}
