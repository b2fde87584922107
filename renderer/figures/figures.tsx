import 'charts.css/dist/charts.min.css';
import type { CSSProperties } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { Money } from '../fund/amount.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Coins, Gift } from '../pieces/icons.ts';
import { Table } from '../pieces/table.tsx';
import type { ScreenOf } from '../screens.tsx';
import { grouped } from '../words/money.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { nameIn, type WordKey } from '../words/words.ts';
import './figures.css';

addPieceWords();

/** The hut's public book: what was lent and came back, month by month; numbers only. */
export function Figures({ screen }: { screen: ScreenOf<'figures'> }) {
  const { press } = useSeen();
  const { say, dates, language } = useTongue();
  const most = Math.max(1, ...screen.months.map(({ lent }) => lent));
  const counts: readonly [WordKey, number][] = [
    ['figures.thisMonth', screen.lentThisMonth],
    ['figures.saved', screen.saved],
    ['figures.outNow', screen.outNow],
    ['figures.things', screen.things],
    ['figures.given', screen.given],
  ];
  return (
    <main className="wall book is-return">
      <Ask title={say('figures.ask')}>
        <p>{say('figures.how')}</p>
      </Ask>
      <ul className="book__counts" aria-label={say('figures.ask')}>
        {counts.map(([words, count]) => (
          <li key={words} className="card">
            <b>{grouped(language, count)}</b>
            <span>{say(words, { count })}</span>
          </li>
        ))}
        <li className="card">
          <b>
            <Money fen={Math.trunc(screen.proceeds / 100) * 100} />
          </b>
          <span>{say('figures.proceeds')}</span>
        </li>
      </ul>
      <section className="book__chart card" aria-label={say('figures.byMonth')}>
        <h2>{say('figures.byMonth')}</h2>
        <table className="charts-css column show-labels data-spacing-10 show-primary-axis">
          <caption>{say('figures.byMonth')}</caption>
          <tbody>
            {screen.months.map(({ month, lent }) => (
              <tr key={month}>
                <th scope="row">{dates.month(month)}</th>
                <td style={{ '--size': lent / (most * 1.25) } as CSSProperties}>
                  <span className="data">{lent}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="book__table card" aria-label={say('figures.byKind')}>
        <h2>{say('figures.byKind')}</h2>
        {screen.kinds.length === 0 ? (
          <p>{say('figures.none')}</p>
        ) : (
          <Table
            caption={say('figures.byKind')}
            rows={screen.kinds}
            keyOf={({ name }) => name.zh}
            columns={[
              { name: say('figures.kind'), cell: ({ name }) => nameIn(language, name) },
              { name: say('figures.lent'), number: true, cell: ({ lent }) => lent },
            ]}
          />
        )}
      </section>
      <div className="book__acts">
        <Back words={say('figures.back')} />
        <Button className="btn" onAct={() => press({ do: 'book', book: 'donations' })}>
          <Icon of={Gift} weight="bold" />
          {say('figures.donations')}
        </Button>
        <Button className="btn" onAct={() => press({ do: 'book', book: 'fund' })}>
          <Icon of={Coins} weight="bold" />
          {say('figures.fund')}
        </Button>
      </div>
    </main>
  );
}
