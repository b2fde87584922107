import { useState } from 'react';
import { choicesOf, type EntryWhat } from '../../domain/fund/entry.ts';
import { PublicWords, publicWordsLength } from '../../domain/fund/public-words.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Keyboard } from '../keyboard/keyboard.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Choice } from '../pieces/choice.tsx';
import { type Drawing, Icon } from '../pieces/icon.tsx';
import {
  Books,
  Buildings,
  Dots,
  Gift,
  HandHeart,
  Package,
  Storefront,
  TwoPeople,
  Warning,
  Wheelchair,
  Wrench,
} from '../pieces/icons.ts';
import { Keypad } from '../pieces/keypad.tsx';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { addPieceWords } from '../words/piece-words.ts';
import { Money } from './amount.tsx';
import './entering.css';

addPieceWords();

export const entrySteps = ['fund.step.what', 'fund.step.amount', 'fund.step.sure'] as const;

const pictures: Record<EntryWhat, Drawing> = {
  sale: Storefront,
  'small-matters': Buildings,
  gift: Gift,
  'other-in': Dots,
  mending: Wrench,
  buying: Package,
  neighbours: HandHeart,
  'other-out': Dots,
  books: Books,
  tools: Wrench,
  aids: Wheelchair,
  goods: Storefront,
};

/** Where the money comes from, what it is for, or what was given. */
export function KeeperEntryWhat({ screen: { of } }: { screen: ScreenOf<'keeper-entry-what'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={1} names={entrySteps} />
      <Ask title={say(`fund.choose.${of}`)}>
        <p>{say('fund.choose.how')}</p>
      </Ask>
      <div className="choices choices--four">
        {choicesOf[of].map((what) => (
          <Choice
            key={what}
            tone="bad"
            icon={pictures[what]}
            title={say(`fund.what.${what}`)}
            how={say(`fund.whatHow.${what}`)}
            onAct={() => press({ do: 'entry-what', what })}
          />
        ))}
      </div>
      <div className="acts acts--one">
        <Back />
      </div>
    </main>
  );
}

/** How much, by digits. */
export function KeeperEntryAmount({ screen }: { screen: ScreenOf<'keeper-entry-amount'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const { of, what, amount } = screen;
  return (
    <main className="wall flow flow--typed is-return">
      <Steps at={2} names={entrySteps} />
      <Ask title={say(`fund.count.${of}`)}>
        <p className="ask__what">{say(`fund.what.${what}`)}</p>
        <p>{say(of === 'donation' ? 'fund.count.donationHow' : 'fund.count.how')}</p>
      </Ask>
      <div className="amount card" role="status" aria-label={say('fund.count.typed')}>
        {of === 'donation' ? say('fund.things', { count: amount }) : <Money fen={amount} />}
      </div>
      <Keypad />
      <div className="acts">
        <Back />
        <Button className="btn btn--go" disabled={amount === 0} onAct={() => press({ do: 'submit' })}>
          {say(amount === 0 ? 'fund.count.missing' : 'fund.count.go')}
        </Button>
      </div>
    </main>
  );
}

/** Who gave. A resident stays unnamed: the log keeps no name of a person. */
export function KeeperEntryFrom(_: { screen: ScreenOf<'keeper-entry-from'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={entrySteps} />
      <Ask title={say('fund.from.ask')} />
      <div className="choices">
        <Choice
          tone="bad"
          icon={TwoPeople}
          title={say('fund.from.resident')}
          how={say('fund.from.residentHow')}
          onAct={() => press({ do: 'entry-from', from: 'resident' })}
        />
        <Choice
          tone="bad"
          icon={Buildings}
          title={say('fund.from.organisation')}
          how={say('fund.from.organisationHow')}
          onAct={() => press({ do: 'entry-from', from: 'organisation' })}
        />
      </div>
      <div className="acts acts--one">
        <Back />
      </div>
    </main>
  );
}

/** What for, or who gave, written on the keyboard of the page. */
export function KeeperEntryWords({ screen: { of } }: { screen: ScreenOf<'keeper-entry-words'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const [text, setText] = useState('');
  const words = text.trim();
  const fits = words === '' || PublicWords.safeParse(words).success;
  const needed = of === 'donation';
  const go =
    words !== ''
      ? 'fund.words.give'
      : needed
        ? ('fund.words.missing' as const)
        : ('fund.words.none' as const);
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={entrySteps} />
      <Ask title={say(`fund.words.${of}`)}>
        {fits ? (
          <p>{say('fund.words.how')}</p>
        ) : (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say('fund.words.wrong')}
          </p>
        )}
      </Ask>
      <div className="entry-words">
        <Keyboard onText={setText} label={say(`fund.words.${of}`)} longest={publicWordsLength} />
      </div>
      <div className="acts">
        <Back />
        <Button
          className="btn btn--go"
          disabled={!fits || (needed && words === '')}
          onAct={() => press({ do: 'entry-words', words: words === '' ? null : words })}
        >
          {say(go)}
        </Button>
      </div>
    </main>
  );
}
