import type { HealthLevel } from '../../../domain/contract/health.ts';
import type { HutRow } from '../../../domain/desk/rows.ts';
import { useTongue } from '../app/seen.ts';
import type { Say } from '../words/words.ts';
import { Chip, type Drawing, type Tone } from './icon.tsx';
import { CheckCircle, Hourglass, Warning, XCircle } from './icons.ts';

/** A hut calls at least every quarter of an hour; after three of them somebody should ask why it does not. */
const quietAfter = 45 * 60_000;

type Look = [tone: Tone, icon: Drawing, words: string];
const levels = (say: Say): Record<HealthLevel, Look> => ({
  ok: ['ok', CheckCircle, say('health.ok')],
  attention: ['wait', Warning, say('health.attention')],
  broken: ['bad', XCircle, say('health.broken')],
});

/** How one part of a hut is. */
export function LevelChip({ level }: { level: HealthLevel }) {
  const { say } = useTongue();
  const [tone, icon, words] = levels(say)[level];
  return (
    <Chip tone={tone} icon={icon}>
      {words}
    </Chip>
  );
}

/** How a hut is, in a word. `now`: by the hub's clock. */
export function HutChip({ row, now }: { row: HutRow; now: number }) {
  const { say } = useTongue();
  const quiet = row.lastSeenAt !== null && now - row.lastSeenAt > quietAfter;
  const [tone, icon, words]: Look =
    row.state === 'revoked'
      ? ['bad', XCircle, say('health.revoked')]
      : row.state !== 'active'
        ? ['wait', Hourglass, say(`health.${row.state}`)]
        : quiet
          ? ['wait', Hourglass, say('huts.quiet')]
          : row.level === null
            ? ['place', Hourglass, say('health.unknown')]
            : levels(say)[row.level];
  return (
    <Chip tone={tone} icon={icon}>
      {words}
    </Chip>
  );
}
