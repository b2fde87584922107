import type { Problem } from '../../domain/stock/kinds.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Choice } from '../pieces/choice.tsx';
import { type Drawing, Icon } from '../pieces/icon.tsx';
import { Broom, CheckFat, CheckSquare, Dots, Microphone, Puzzle, Wrench } from '../pieces/icons.ts';
import { returnSteps, Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { addPieceWords } from '../words/piece-words.ts';
import { nameIn, nameInside } from '../words/words.ts';

addPieceWords();

/** "Is everything fine?" The parts say what everything is; nobody's name is shown. */
export function Return({ screen }: { screen: ScreenOf<'return'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { item } = screen;
  const parts = item.parts.slice(0, 4).map((part) => nameIn(language, part));
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={returnSteps} />
      <Ask title={say('return.ask')}>
        <p>{say('return.how')}</p>
      </Ask>
      <div className="sheet sheet--ask">
        <div className="found card">
          <Thing picture={item.picture} />
          <div>
            <h2>{nameIn(language, item.name)}</h2>
            <ul className="parts">
              {(parts.length > 0 ? parts : [say('return.noParts')]).map((part) => (
                <li key={part}>
                  <Icon of={CheckSquare} />
                  <Words of={part} />
                </li>
              ))}
            </ul>
          </div>
        </div>
        <div className="choices">
          <Choice
            tone="ok"
            icon={CheckFat}
            fill
            title={say('return.fine')}
            how={say('return.fineHow')}
            onAct={() => press({ do: 'all-fine' })}
          />
          <Choice
            tone="bad"
            icon={Wrench}
            title={say('return.wrong')}
            how={say('return.wrongHow')}
            onAct={() => press({ do: 'something-wrong' })}
          />
        </div>
      </div>
      <div className="acts acts--one">
        <Back other words={say('return.other')} />
      </div>
    </main>
  );
}

const problems: readonly { problem: Problem; icon: Drawing }[] = [
  { problem: 'broken', icon: Wrench },
  { problem: 'parts-missing', icon: Puzzle },
  { problem: 'dirty', icon: Broom },
  { problem: 'other', icon: Dots },
];

export function ReturnProblem({ screen }: { screen: ScreenOf<'return-problem'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={returnSteps} />
      <Ask title={say('problem.ask', { name: nameInside(language, screen.item.name) })}>
        <p>{say('problem.how')}</p>
      </Ask>
      <div className="choices choices--four">
        {problems.map(({ problem, icon }) => (
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
      <div className="acts acts--two">
        <Back words={say('problem.back')} />
        <Button className="btn" onAct={() => press({ do: 'tell', by: 'choose' })}>
          <Icon of={Microphone} />
          {screen.told.length > 0 ? say('tell.more', { count: screen.told.length }) : say('tell.button')}
        </Button>
      </div>
    </main>
  );
}

/** Back on its shelf: there is no door to tell, so the person does. */
export function PutBack({ screen }: { screen: ScreenOf<'put-back'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { item, place } = screen;
  return (
    <main className="wall flow is-return">
      <Steps at={3} names={returnSteps} />
      <Ask title={say('putBack.ask', { name: nameInside(language, item.name) })}>
        <p>{say('putBack.how')}</p>
      </Ask>
      <div className="sheet sheet--put">
        <figure className="portrait portrait--plain">
          <Thing picture={item.picture} />
        </figure>
        <div className="place card">
          <p className="due__k">{say('putBack.place')}</p>
          <p className="due__v">
            {place.at === 'shelf' ? nameIn(language, place.name) : say('returned.door', { door: place.door })}
          </p>
        </div>
      </div>
      <div className="acts">
        <Back words={say('putBack.back')} />
        <Button className="btn btn--done" onAct={() => press({ do: 'put-back' })}>
          <Icon of={CheckFat} weight="fill" />
          {say('putBack.done')}
        </Button>
      </div>
    </main>
  );
}
