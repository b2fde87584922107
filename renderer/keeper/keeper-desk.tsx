import { useSeen, useTongue } from '../app/seen.ts';
import { Title, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { type Drawing, Icon, Med } from '../pieces/icon.tsx';
import { CaretRight, Hand, Hourglass, SignOut, Wrench } from '../pieces/icons.ts';
import { StatusBar } from '../pieces/status-bar.tsx';
import type { ScreenOf } from '../screens.tsx';
import { deskTiles } from './registry.ts';
import './keeper.css';

const Count = ({ of, count, words, late }: { of: Drawing; count: number; words: string; late?: boolean }) => (
  <li className={late && count > 0 ? 'card is-late' : 'card'}>
    <Med of={of} tone="people" />
    <b>{count}</b>
    <Words of={words} />
  </li>
);

/** What a keeper can do here, with what waits at the top. */
export function KeeperDesk({ screen }: { screen: ScreenOf<'keeper-desk'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const { todo, functions, parts } = screen;
  return (
    <main className="wall desk is-return">
      <div className="desk__head">
        <Title>{say('desk.main.ask')}</Title>
        <StatusBar parts={parts.map(({ part, level }) => ({ name: say(`health.${part}`), level }))} />
      </div>
      <ul className="desk__todo">
        <Count of={Wrench} count={todo.look} words={say('desk.main.look')} />
        <Count of={Hourglass} count={todo.overdue} words={say('desk.main.overdue')} late />
        <Count of={Hand} count={todo.out} words={say('desk.main.out')} />
      </ul>
      <nav
        className="desk__tiles"
        data-many={functions.length > 6 ? 'most' : functions.length > 4}
        aria-label={say('desk.main.ask')}
      >
        {functions.map((id, i) => {
          const { icon, name, how } = deskTiles[id];
          return (
            <Button
              key={id}
              className={i === 0 ? 'btn btn--go desk__tile' : 'btn desk__tile'}
              onAct={() => press({ do: 'desk', function: id })}
            >
              {i === 0 ? <Med of={icon} weight="bold" /> : <Med of={icon} tone="people" />}
              <span>
                {say(name)}
                <small>{say(how)}</small>
              </span>
              <Icon of={CaretRight} weight="bold" />
            </Button>
          );
        })}
      </nav>
      <Button className="btn btn--other" onAct={() => press({ do: 'home' })}>
        <Icon of={SignOut} weight="bold" />
        {say('keeperDesk.signOut')}
      </Button>
    </main>
  );
}
