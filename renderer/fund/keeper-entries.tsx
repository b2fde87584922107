import type { EntryView } from '../../domain/contract/fund-screen.ts';
import { keeperNumber } from '../../domain/keeper/keeper.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Pager } from '../lending/pick.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Chip } from '../pieces/chip.tsx';
import { Med } from '../pieces/icon.tsx';
import { Again, Coins, Gift } from '../pieces/icons.ts';
import type { ScreenOf } from '../screens.tsx';
import { addPieceWords } from '../words/piece-words.ts';
import { Amount, Money } from './amount.tsx';
import './entering.css';

addPieceWords();

/** What was entered in one of the two books, the newest first; what was a mistake is taken back from here. */
export function KeeperEntries({ screen }: { screen: ScreenOf<'keeper-entries'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const { book, stands, entries, page, pages } = screen;
  const ways = book === 'fund' ? (['in', 'out'] as const) : (['donation'] as const);
  return (
    <main className="wall flow entries-of is-return">
      <Ask
        title={
          <>
            {say(`fund.list.${book}`)}{' '}
            {book === 'fund' ? <Money fen={stands} /> : say('fund.things', { count: stands })}
          </>
        }
      >
        <p>{say('fund.list.fundHow')}</p>
      </Ask>
      {entries.length === 0 ? (
        <div className="empty">
          <Med of={book === 'fund' ? Coins : Gift} tone="people" />
        </div>
      ) : (
        <ul className="entries">
          {entries.map((kept) => (
            <Row key={kept.ref} kept={kept} />
          ))}
        </ul>
      )}
      <div className="entries__foot">
        {pages > 1 && <Pager page={page} pages={pages} />}
        <div className="entries__ways" data-ways={ways.length}>
          <Back />
          {ways.map((of) => (
            <Button key={of} className="btn btn--go" onAct={() => press({ do: 'enter', of })}>
              {say(`fund.list.${of}`)}
            </Button>
          ))}
        </div>
      </div>
    </main>
  );
}

function Row({ kept: { ref, entry, at, keeper, takenBack } }: { kept: EntryView }) {
  const { press } = useSeen();
  const { say, dates } = useTongue();
  const what = say(`fund.what.${entry.what}`);
  const when = say('fund.list.when', {
    day: dates.day(at),
    keeper: say('fund.keeper', { number: keeperNumber(keeper) }),
  });
  return (
    <li className={takenBack ? 'card is-gone' : 'card'}>
      <div>
        <h2>
          <Words of={entry.words ?? what} />
        </h2>
        <p>
          <Words of={entry.words === null ? when : say('fund.list.whatWhen', { what, when })} />
        </p>
      </div>
      <b>
        <Amount of={entry.of} amount={entry.amount} />
      </b>
      {takenBack ? (
        <Chip tone="place" icon={Again}>
          {say('fund.list.takenBack')}
        </Chip>
      ) : (
        <Button
          className="btn btn--other"
          label={say('fund.list.takeBackOne', { what })}
          onAct={() => press({ do: 'entry', ref })}
        >
          {say('fund.list.takeBack')}
        </Button>
      )}
    </li>
  );
}
