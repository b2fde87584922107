import type { Entry } from '../../domain/fund/entry.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { addPieceWords } from '../words/piece-words.ts';
import { Amount } from './amount.tsx';
import { entrySteps } from './entering.tsx';
import './entering.css';

addPieceWords();

/** An entry, line by line. */
function Sheet({ entry: { of, what, amount, words } }: { entry: Entry }) {
  const { say } = useTongue();
  return (
    <dl className="entry-sheet card">
      <div>
        <dt>{say('fund.sure.what')}</dt>
        <dd>{say(`fund.what.${what}`)}</dd>
      </div>
      <div>
        <dt>{say('fund.amount')}</dt>
        <dd className="entry-sheet__amount">
          <Amount of={of} amount={amount} />
        </dd>
      </div>
      <div>
        <dt>{say(of === 'donation' ? 'fund.sure.who' : 'fund.sure.for')}</dt>
        <dd>{words ?? say(of === 'donation' ? 'fund.from.residentShort' : 'fund.sure.none')}</dd>
      </div>
    </dl>
  );
}

/** All of it once more, before it stands for good. */
export function KeeperEntrySure({ screen: { entry } }: { screen: ScreenOf<'keeper-entry-sure'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={3} names={entrySteps} />
      <Ask title={say('fund.sure.ask')}>
        <p>{say('fund.sure.how')}</p>
      </Ask>
      <div className="entry">
        <Sheet entry={entry} />
      </div>
      <div className="acts">
        <Back words={say('fund.sure.back')} />
        <Button className="btn btn--go" onAct={() => press({ do: 'confirm' })}>
          {say('fund.sure.go')}
        </Button>
      </div>
    </main>
  );
}

/** One that was entered, to be taken back. */
export function KeeperEntry({ screen: { kept } }: { screen: ScreenOf<'keeper-entry'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow entries-of is-return">
      <Ask title={say('fund.takeBack.ask')}>
        <p>{say('fund.takeBack.how')}</p>
      </Ask>
      <div className="entry">
        <Sheet entry={kept.entry} />
      </div>
      <div className="acts">
        <Back words={say('fund.takeBack.back')} />
        <Button className="btn btn--go" onAct={() => press({ do: 'confirm' })}>
          {say('fund.takeBack.go')}
        </Button>
      </div>
    </main>
  );
}
