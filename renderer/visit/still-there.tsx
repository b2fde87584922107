import { useState } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { Title } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { HandTap } from '../pieces/icons.ts';
import { Ring } from '../pieces/ring.tsx';
import type { ScreenOf } from '../screens.tsx';

export function StillThere({ screen }: { screen: ScreenOf<'still-there'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  // The whole ring is what was left when the question first came, 45 s at most.
  const [full] = useState(() => Math.max(screen.endsIn, screen.endsIn > 30 ? 45 : 30));
  return (
    <main className="wall still">
      <div>
        <Title>{say('stillThere.ask')}</Title>
        <p>
          {say('stillThere.how1')}
          <span className="nb">{say('stillThere.how2')}</span>
        </p>
      </div>
      <Ring endsIn={screen.endsIn} full={full} />
      <Button className="btn btn--go btn--tall" onAct={() => press({ do: 'stay' })}>
        <Icon of={HandTap} />
        {say('stillThere.stay')}
      </Button>
      <Button className="btn" onAct={() => press({ do: 'home' })}>
        {say('stillThere.leave')}
      </Button>
    </main>
  );
}
