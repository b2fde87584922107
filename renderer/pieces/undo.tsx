import type { ReactNode } from 'react';
import { useSecondsLeft, useSeen, useTongue } from '../app/seen.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Again } from './icons.ts';

/**
 * Takes back what the screen tells of, for as long as the hut allows; then what else belongs in its place stands
 * there, so that nothing moves.
 */
export function Undo({
  left,
  small,
  children,
}: {
  left: number | undefined;
  small?: boolean;
  children: ReactNode;
}) {
  const { press } = useSeen();
  const { say } = useTongue();
  const seconds = useSecondsLeft(left ?? 0);
  if (seconds === 0) return children;
  return (
    // Not the same as what follows in its place: a finger that is down meant this one.
    <Button key="undo" className={small ? 'btn btn--other' : 'btn'} onAct={() => press({ do: 'undo' })}>
      <Icon of={Again} weight="bold" />
      {say('common.undo', { count: seconds })}
    </Button>
  );
}
