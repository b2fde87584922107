import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Whole, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Verdict } from '../pieces/verdict.tsx';
import { Ways } from '../pieces/ways.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';
import { refusalWords, wayHint } from './refusal-words.ts';

/** A refusal is a signpost: what works, why, and two or three ways. It never ends at "no". */
export function RefusalScreen({ screen }: { screen: ScreenOf<'refusal'> }) {
  const { press } = useSeen();
  const tongue = useTongue();
  const { say, dates, language } = tongue;
  const words = refusalWords(screen.refusal, screen.flow, tongue);
  const pictured = screen.held.length === 0 && screen.item;
  return (
    <Verdict
      tone="refusal"
      title={
        <>
          <Whole>{words.title1}</Whole>
          <Whole>{words.title2}</Whole>
        </>
      }
      line={
        <>
          <span className="line">
            <Words of={words.why} />
          </span>
          <span className="line">
            <Words of={words.calm} />
          </span>
        </>
      }
      foot={
        <Button className="btn btn--other" onAct={() => press({ do: 'home' })}>
          {say(screen.flow === 'borrow' ? 'refusal.back' : 'refusal.backReturn')}
        </Button>
      }
    >
      {screen.held.length > 0 && (
        <ul className="held" data-count={screen.held.length}>
          {screen.held.map((loan) => (
            <li key={loan.loan} className="card">
              <Thing picture={loan.item.picture} />
              <strong>{nameIn(language, loan.item.name)}</strong>
              <span className="ink2">
                {say(loan.overdue ? 'refusal.heldOverdue' : 'refusal.heldDue', { day: dates.day(loan.due) })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {pictured && (
        <div className="held held--one">
          <div className="card">
            <Thing picture={pictured.picture} />
            <strong>{nameIn(language, pictured.name)}</strong>
          </div>
        </div>
      )}
      <Ways ways={screen.ways} hint={(way) => wayHint(way, screen.refusal)} />
    </Verdict>
  );
}
