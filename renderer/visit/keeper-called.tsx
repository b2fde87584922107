import { useSeen, useTongue } from '../app/seen.ts';
import { Button } from '../pieces/button.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { CallBell, Phone, Warning } from '../pieces/icons.ts';
import { Ends, Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';

export function KeeperCalled({ screen }: { screen: ScreenOf<'keeper-called'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <Verdict
      icon={CallBell}
      title={say('keeper.title')}
      line={say('keeper.how')}
      foot={
        <>
          <div className="acts acts--one">
            <Button className="btn btn--done" onAct={() => press({ do: 'back' })}>
              {say('keeper.back')}
            </Button>
          </div>
          <Ends endsIn={screen.endsIn} to="back" />
        </>
      }
    >
      <div className="due due--phone card">
        <div>
          <p className="due__k">{say(screen.phone ? 'keeper.phone' : 'keeper.noPhone')}</p>
          {screen.phone ? (
            <p className="due__v" data-unspoken="">
              {screen.phone}
            </p>
          ) : (
            <p className="due__k">{say('keeper.noPhoneHow')}</p>
          )}
        </div>
        <Med of={screen.phone ? Phone : CallBell} tone="people" />
      </div>
      <p className="hint hint--hurt">
        <Icon of={Warning} />
        <span>{say('keeper.hurt')}</span>
      </p>
    </Verdict>
  );
}
