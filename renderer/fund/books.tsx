import 'charts.css/dist/charts.min.css';
import type { CSSProperties, ReactNode } from 'react';
import type { Book, EntryView } from '../../domain/contract/fund-screen.ts';
import { DonatedWhat } from '../../domain/donating/donation.ts';
import { type EntryWhat, FundUse } from '../../domain/fund/entry.ts';
import { keeperNumber } from '../../domain/keeper/keeper.ts';
import { useTongue } from '../app/seen.ts';
import { Ask, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { type Column, Table } from '../pieces/table.tsx';
import type { ScreenOf } from '../screens.tsx';
import { addPieceWords } from '../words/piece-words.ts';
import { Amount, Money } from './amount.tsx';
import '../figures/figures.css';
import './books.css';

addPieceWords();

type Sums = ScreenOf<'fund'>['sums'];
const amountIn = (sums: Sums, what: EntryWhat): number => sums.find((sum) => sum.what === what)?.amount ?? 0;

/** Where the money of the hut came from, and where it went. */
export function Fund({ screen }: { screen: ScreenOf<'fund'> }) {
  const { say } = useTongue();
  const { came, went, left, sums, newest } = screen;
  const proceeds = amountIn(sums, 'sale');
  return (
    <Page book="fund">
      <ul className="book__counts" aria-label={say('fund.ask.fund')}>
        {(
          [
            ['fund.proceeds', proceeds],
            ['fund.others', came - proceeds],
            ['fund.went', went],
            ['fund.left', left],
          ] as const
        ).map(([words, fen]) => (
          <li key={words} className="card">
            <b>
              <Money fen={fen} />
            </b>
            <span>{say(words)}</span>
          </li>
        ))}
      </ul>
      <Chart title={say('fund.spent')} none={say('fund.notSpent')} sums={sums} of={FundUse.options}>
        {(fen) => <Money fen={fen} />}
      </Chart>
      <Newest
        entries={newest}
        first={{
          name: say('fund.for'),
          cell: ({ entry }) => <Words of={entry.words ?? say(`fund.what.${entry.what}`)} />,
        }}
        last={{
          name: say('fund.by'),
          number: true,
          cell: ({ keeper }) => say('fund.keeper', { number: keeperNumber(keeper) }),
        }}
      />
    </Page>
  );
}

/** What was given to the hut: by organisations, and by residents, who stay unnamed. */
export function Donations({ screen }: { screen: ScreenOf<'donations'> }) {
  const { say } = useTongue();
  const { sums, newest } = screen;
  return (
    <Page book="donations">
      <ul className="book__counts" aria-label={say('fund.ask.donations')}>
        {DonatedWhat.options.map((what) => (
          <li key={what} className="card">
            <b>{amountIn(sums, what)}</b>
            <span>{say(`fund.what.${what}`)}</span>
          </li>
        ))}
      </ul>
      <Chart title={say('fund.given')} none={say('fund.notEntered')} sums={sums} of={DonatedWhat.options}>
        {(things) => things}
      </Chart>
      <Newest
        entries={newest}
        first={{
          name: say('fund.donor'),
          cell: ({ entry }) => <Words of={entry.words ?? say('fund.from.residentShort')} />,
        }}
        second={{ name: say('fund.sure.what'), cell: ({ entry }) => say(`fund.what.${entry.what}`) }}
      />
    </Page>
  );
}

function Page({ book, children }: { book: Book; children: ReactNode }) {
  const { say } = useTongue();
  return (
    <main className="wall book book--kept is-return">
      <Ask title={say(`fund.ask.${book}`)}>
        <p>{say(`fund.how.${book}`)}</p>
      </Ask>
      {children}
      <div className="acts acts--one">
        <Back words={say('fund.back')} />
      </div>
    </main>
  );
}

/** Sums as bars. It is a table: whoever cannot see the bars hears it. */
function Chart({
  title,
  none,
  sums,
  of,
  children,
}: {
  title: string;
  none: string;
  sums: Sums;
  of: readonly EntryWhat[];
  children: (amount: number) => ReactNode;
}) {
  const { say } = useTongue();
  const most = Math.max(...of.map((what) => amountIn(sums, what)));
  return (
    <section className="book__chart card" aria-label={title}>
      <h2>{title}</h2>
      {most === 0 ? (
        <p>{none}</p>
      ) : (
        <table className="charts-css bar show-labels labels-align-start data-spacing-5">
          <caption>{title}</caption>
          <tbody>
            {of.map((what) => (
              <tr key={what}>
                <th scope="row">{say(`fund.what.${what}`)}</th>
                <td style={{ '--size': amountIn(sums, what) / (most * 2) } as CSSProperties}>
                  <span className="data">{children(amountIn(sums, what))}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The newest entries: what or who, more of it, how much, and who confirmed it. */
function Newest({
  entries,
  first,
  second,
  last,
}: {
  entries: readonly EntryView[];
  first: Column<EntryView>;
  second?: Column<EntryView>;
  last?: Column<EntryView>;
}) {
  const { say } = useTongue();
  const amount: Column<EntryView> = {
    name: say('fund.amount'),
    number: true,
    cell: ({ entry }) => <Amount of={entry.of} amount={entry.amount} />,
  };
  return (
    <section className="book__table card" aria-label={say('fund.newest')}>
      <h2>{say('fund.newest')}</h2>
      {entries.length === 0 ? (
        <p>{say('fund.notEntered')}</p>
      ) : (
        <Table
          caption={say('fund.newest')}
          rows={entries}
          keyOf={({ ref }) => ref}
          columns={[first, ...(second ? [second] : []), amount, ...(last ? [last] : [])]}
        />
      )}
    </section>
  );
}
