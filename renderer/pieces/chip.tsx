import { Words } from './ask.tsx';
import { type Drawing, Icon } from './icon.tsx';

/** A state in a tinted pill: picture and words, never a bare dot. */
export const Chip = ({
  tone,
  icon,
  children,
}: {
  tone: 'ok' | 'wait' | 'bad' | 'place' | 'borrow';
  icon: Drawing;
  children: string;
}) => (
  <span className={`chip chip--${tone}`}>
    <Icon of={icon} weight="bold" />
    <Words of={children} />
  </span>
);
