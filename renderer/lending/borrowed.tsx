import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Button } from '../pieces/button.tsx';
import { Undo } from '../pieces/undo.tsx';
import { Ends, SlipCode, Verdict } from '../pieces/verdict.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';

export function Borrowed({ screen }: { screen: ScreenOf<'borrowed'> }) {
  const { press } = useSeen();
  const { say, dates, language } = useTongue();
  const { item, due, code, endsIn } = screen;
  // What of the date the line above it has not said.
  const date = dates
    .date(due)
    .replace(dates.day(due), '')
    .replace(/^[ ,]+|[ ,]+$/gu, '');
  return (
    <Verdict
      title={say('borrowed.title')}
      line={say('common.one', { name: nameIn(language, item.name), measure: item.measure })}
      foot={
        <>
          <div className="acts acts--two">
            <Undo left={screen.undo}>
              <Button className="btn" onAct={() => press({ do: 'again' })}>
                {say('common.again')}
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
          <p className="due__k">{say('borrowed.before')}</p>
          <p className="due__v">{dates.dayTime(due)}</p>
          <p className="due__k">{say('borrowed.anyone', { date })}</p>
        </div>
        <Thing picture={item.picture} />
      </div>
      <SlipCode
        title={say('borrowed.code')}
        how={say('borrowed.codeHow')}
        label={say('borrowed.codeLabel', { code: [...code].join(' ') })}
        code={code}
      />
    </Verdict>
  );
}
