import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Button } from '../pieces/button.tsx';
import { Undo } from '../pieces/undo.tsx';
import { Ends, SlipCode, Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';

const checks = { none: 'checkNone', problem: 'checkProblem', routine: 'checkRoutine' } as const;

export function Returned({ screen }: { screen: ScreenOf<'returned'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { item, place, code, found, check, endsIn } = screen;
  const name = nameIn(language, item.name);
  return (
    <Verdict
      title={say(found ? 'returned.found' : 'returned.title')}
      line={
        found
          ? say('returned.thanksFound', { name })
          : say('returned.thanks', { name, measure: item.measure })
      }
      foot={
        <>
          <div className="acts acts--two">
            <Undo left={screen.undo}>
              <Button className="btn" onAct={() => press({ do: 'again' })}>
                {say('common.againReturn')}
              </Button>
            </Undo>
            <Button className="btn btn--done" onAct={() => press({ do: 'home' })}>
              {say('common.doneHome')}
            </Button>
          </div>
          <Ends endsIn={endsIn} />
        </>
      }
    >
      <div className="due card">
        <div>
          <p className="due__k">{say('returned.placed')}</p>
          <p className="due__v">
            {place.at === 'shelf' ? nameIn(language, place.name) : say('returned.door', { door: place.door })}
          </p>
          <p className="due__k">{say(`returned.${checks[check]}`)}</p>
        </div>
        <Thing picture={item.picture} />
      </div>
      <SlipCode
        title={say('returned.code')}
        how={say('returned.codeHow')}
        label={say('returned.codeLabel', { code: [...code].join(' ') })}
        code={code}
      />
    </Verdict>
  );
}
