import type { ThingState } from '../../domain/contract/keeper-screen.ts';
import { type Tongue, useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Pager } from '../lending/pick.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { Barcode, CheckCircle, Wrench } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';
import { thingSteps } from './steps.ts';
import './keeper.css';

/** What was last said of a thing, or how it is. */
export function saidOf({ say, dates }: Tongue, { problem, since, condition }: ThingState): string {
  return problem === null || since === null
    ? say('desk.thing.now', { condition: say(`desk.condition.${condition}`) })
    : say('desk.thing.said', { day: dates.day(since), problem: say(`problem.${problem}`) });
}

/** Things that are not lent now, those to look at first. */
export function KeeperThings({ screen }: { screen: ScreenOf<'keeper-things'> }) {
  const { press } = useSeen();
  const tongue = useTongue();
  const { say, language } = tongue;
  const { things, page, pages } = screen;
  const none = things.length === 0;
  return (
    <main className={`wall flow is-return desk-things ${pages > 1 ? 'flow--paged' : ''}`}>
      <Steps at={1} names={thingSteps} />
      <Ask title={say(none ? 'desk.things.none' : 'desk.things.ask')}>
        <p className="hint">
          <Icon of={Barcode} />
          <Words of={say(none ? 'desk.things.noneHow' : 'desk.things.hint')} />
        </p>
      </Ask>
      {none ? (
        <div className="empty">
          <Med of={CheckCircle} tone="people" />
        </div>
      ) : (
        <ul className="loans" data-count={things.length}>
          {things.map((thing) => {
            const name = nameIn(language, thing.item.name);
            return (
              <li key={thing.item.item} className="loan card">
                <span className="loan__pic">
                  <Thing picture={thing.item.picture} />
                </span>
                <div>
                  <h2>{name}</h2>
                  <p>
                    <Icon of={Wrench} />
                    <Words of={saidOf(tongue, thing)} />
                  </p>
                </div>
                <Button
                  className="btn btn--other"
                  label={`${say('desk.things.pick')} ${name}`}
                  onAct={() => press({ do: 'thing', item: thing.item.item })}
                >
                  {say('desk.things.pick')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <div className="loans__foot">
        {pages > 1 && <Pager page={page} pages={pages} />}
        <Back words={say('desk.back')} />
      </div>
    </main>
  );
}
