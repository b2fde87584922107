import type { Icon as Drawing, IconWeight } from '@phosphor-icons/react/dist/lib/types';

export type { Drawing };

/** One icon, always beside its words and so silent to a screen reader. */
export const Icon = ({ of: Drawn, weight = 'duotone' }: { of: Drawing; weight?: IconWeight }) => (
  <Drawn className="ic" weight={weight} aria-hidden="true" focusable="false" />
);

export type Tone = 'ok' | 'wait' | 'bad' | 'place';

/** A state in a tinted pill: picture and words, never a bare dot. */
export const Chip = ({ tone, icon, children }: { tone: Tone; icon: Drawing; children: string }) => (
  <span className={`chip chip--${tone}`}>
    <Icon of={icon} weight="bold" />
    {children}
  </span>
);
