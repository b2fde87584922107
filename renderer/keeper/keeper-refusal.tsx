import { useSeen, useTongue } from '../app/seen.ts';
import { Button } from '../pieces/button.tsx';
import { Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';

/** Why it cannot be done, and what to do instead. */
export function KeeperRefusal({ screen }: { screen: ScreenOf<'keeper-refusal'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <Verdict
      tone="refusal"
      title={say(`desk.refusal.${screen.why}.title`, { door: screen.door ?? '' })}
      line={say(`desk.refusal.${screen.why}.why`)}
      foot={
        <Button className="btn btn--go" onAct={() => press({ do: 'back' })}>
          {say('desk.refusal.back')}
        </Button>
      }
    >
      {null}
    </Verdict>
  );
}
