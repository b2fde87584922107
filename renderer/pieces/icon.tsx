import type { Icon as Drawing, IconWeight } from '@phosphor-icons/react/dist/lib/types';

/** One icon, always beside its words and so silent to a screen reader. Two-tone unless told. */
export const Icon = ({ of: Drawn, weight = 'duotone' }: { of: Drawing; weight?: IconWeight }) => (
  <Drawn className="ic" weight={weight} aria-hidden="true" focusable="false" />
);

export type { Drawing };

/** An icon on the haitang shape. */
export const Med = ({
  of,
  tone,
  weight,
}: {
  of: Drawing;
  tone?: 'things' | 'people';
  weight?: IconWeight;
}) => (
  <span className={tone ? `med med--${tone}` : 'med'}>
    {weight ? <Icon of={of} weight={weight} /> : <Icon of={of} />}
  </span>
);
