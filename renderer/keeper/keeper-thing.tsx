import type { Condition, Problem } from '../../domain/stock/kinds.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Choice } from '../pieces/choice.tsx';
import type { Drawing } from '../pieces/icon.tsx';
import { Broom, CheckFat, Dots, HandPalm, Puzzle, Question, Wrench } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { addPieceWords } from '../words/piece-words.ts';
import { nameInside } from '../words/words.ts';
import { saidOf } from './keeper-things.tsx';
import { thingSteps } from './steps.ts';
import './keeper.css';

addPieceWords();

const conditions: readonly (readonly [Exclude<Condition, 'needs-inspection'>, Drawing])[] = [
  ['in-service', CheckFat],
  ['in-repair', Wrench],
  ['missing', Question],
  ['retired', HandPalm],
];

/** How is it? Four answers, the one that holds now marked. */
export function KeeperThing({ screen }: { screen: ScreenOf<'keeper-thing'> }) {
  const { press } = useSeen();
  const tongue = useTongue();
  const { say, language } = tongue;
  const { thing } = screen;
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={thingSteps} />
      <Ask title={say('desk.thing.ask', { name: nameInside(language, thing.item.name) })}>
        <p className="ask__what">
          {thing.out ? `${say('desk.thing.out')} · ` : ''}
          {saidOf(tongue, thing)}
        </p>
      </Ask>
      <div className="choices choices--four">
        {conditions.map(([condition, icon]) => (
          <Choice
            key={condition}
            tone={condition === 'in-service' ? 'ok' : 'bad'}
            icon={icon}
            fill={condition === 'in-service'}
            title={say(`desk.condition.${condition}`)}
            how={say(condition === thing.condition ? 'desk.thing.keep' : `desk.condition.${condition}How`)}
            onAct={() => press({ do: 'condition', condition })}
          />
        ))}
      </div>
      <div className={screen.memos > 0 ? 'acts acts--two' : 'acts acts--one'}>
        <Back words={say('desk.thing.back')} />
        {screen.memos > 0 && (
          <Button className="btn" onAct={() => press({ do: 'memos' })}>
            {say('tell.toldButton', { count: screen.memos })}
          </Button>
        )}
      </div>
    </main>
  );
}

const problems: readonly (readonly [Problem, Drawing])[] = [
  ['broken', Wrench],
  ['parts-missing', Puzzle],
  ['dirty', Broom],
  ['other', Dots],
];

/** Why it is in repair, or retired. */
export function KeeperWhy({ screen }: { screen: ScreenOf<'keeper-why'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const condition = say(`desk.condition.${screen.condition}`);
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={thingSteps} />
      <Ask title={say('desk.why.ask', { condition })}>
        <p className="ask__what">{nameInside(language, screen.item.name)}</p>
        <p>{say('desk.why.how')}</p>
      </Ask>
      <div className="choices choices--four">
        {problems.map(([problem, icon]) => (
          <Choice
            key={problem}
            tone="bad"
            icon={icon}
            title={say(`problem.${problem}`)}
            how={say(`problem.${problem}How`)}
            onAct={() => press({ do: 'problem', problem })}
          />
        ))}
      </div>
      <div className="acts acts--one">
        <Back />
      </div>
    </main>
  );
}
