import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Med } from '../pieces/icon.tsx';
import { HandPalm } from '../pieces/icons.ts';
import type { ScreenOf } from '../screens.tsx';

/** Why it cannot be done, and what to do instead. */
export function KeeperRefusal({ screen }: { screen: ScreenOf<'keeper-refusal'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow flow--plain is-return desk-notice">
      <Ask title={say(`desk.refusal.${screen.why}.title`, { door: screen.door ?? '' })}>
        <p>{say(`desk.refusal.${screen.why}.why`)}</p>
      </Ask>
      <div className="desk-notice__art" aria-hidden="true">
        <Med of={HandPalm} tone="people" />
      </div>
      <div className="acts acts--one">
        <Button className="btn btn--go" onAct={() => press({ do: 'back' })}>
          {say('desk.refusal.back')}
        </Button>
      </div>
    </main>
  );
}
