import { useSeen, useTongue } from '../app/seen.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { ArrowLeft } from './icons.ts';

/** Back, always left. It says what happens where plain "back" would not. */
export function Back({ words, other }: { words?: string; other?: boolean }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <Button className={other ? 'btn btn--other' : 'btn'} onAct={() => press({ do: 'back' })}>
      <Icon of={ArrowLeft} weight="bold" />
      {words ?? say('common.back')}
    </Button>
  );
}
