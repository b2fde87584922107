import type { View } from '../../domain/contract/screen.ts';
import type { Language } from '../../domain/contract/words.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Spray } from '../drawings/haitang.tsx';
import { ReturnScene } from '../drawings/return-scene.tsx';
import { Thing } from '../drawings/thing.tsx';
import { WindowView } from '../drawings/window-view.tsx';
import { Title } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { CaretRight, Warning } from '../pieces/icons.ts';
import type { ScreenOf } from '../screens.tsx';
import { nameIn, type Say } from '../words/words.ts';
import { type HomeTile, homeTiles, opens } from './registry.tsx';

/** What does not work now, in plain words: a quiet band, never a code. */
export function troubleWords(
  say: Say,
  language: Language,
  troubles: View['troubles'],
  layout: View['locker'],
): string | null {
  const trouble = troubles[0];
  if (!trouble) return null;
  if (trouble.device === 'scanner') return say('band.scanner');
  if (trouble.device === 'clock') return say('band.clock');
  if (trouble.device === 'phones') return say('band.phones');
  if (trouble.device === 'disk') return say(trouble.because === 'full' ? 'band.disk' : 'band.record');
  const all = layout.columns.flat().filter((cell) => 'door' in cell).length;
  if (trouble.doors.length === 0 || trouble.doors.length >= all) return say('band.lockerAll');
  const doors = new Intl.ListFormat(language, { style: 'narrow' }).format(trouble.doors.map(String));
  return say('band.locker', { doors, count: trouble.doors.length });
}

/** A tile alone has room for a line more. */
const Tile = ({ tile, wide, alone }: { tile: HomeTile; wide: boolean; alone: boolean }) => {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <Button className={wide ? 'fn fn--wide card' : 'fn card'} onAct={() => press(opens(tile.function))}>
      <Med of={tile.icon} tone={tile.tone} />
      {wide ? (
        <span>
          {say(tile.name)}
          {alone && <small>{say(tile.how)}</small>}
        </span>
      ) : (
        <span>{say(tile.name)}</span>
      )}
      {alone && <Icon of={CaretRight} weight="bold" />}
    </Button>
  );
};

export function Home({ screen }: { screen: ScreenOf<'home'> }) {
  const { view, press } = useSeen();
  const { say, dates, language } = useTongue();
  const tiles = homeTiles.filter((tile) => screen.functions.includes(tile.function));
  const trouble = troubleWords(say, language, view.troubles, view.locker);
  return (
    <main className="wall home" data-tiles={tiles.length > 3 ? 'many' : 'few'}>
      <section className="hall">
        <div>
          <p className="hall__hi">{dates.greeting(view.now)}</p>
          <Title>
            {say('home.ask1')}
            <br />
            {language === 'zh-CN' ? '' : ' '}
            {say('home.ask2')}
          </Title>
        </div>
        <div className="hall__view">
          <WindowView />
        </div>
      </section>
      {trouble && (
        <p className="notice card">
          <Icon of={Warning} />
          <span>{trouble}</span>
        </p>
      )}
      <section className="heroes">
        {screen.functions.includes('borrow') && (
          <div className="hero is-borrow">
            <Button className="hero__face" label={say('home.borrow')} onAct={() => press(opens('borrow'))} />
            <Spray />
            <h2>{say('home.borrow')}</h2>
            <p>{say('home.borrowHow')}</p>
            <div className="shelf">
              {screen.favourites.map((card) => (
                <Button
                  key={card.kind}
                  className="shelf__thing"
                  onAct={() => press({ do: 'kind', kind: card.kind })}
                >
                  <Thing picture={card.picture} />
                  <span>{nameIn(language, card.name)}</span>
                </Button>
              ))}
            </div>
          </div>
        )}
        {screen.functions.includes('return') && (
          <div className="hero is-return">
            <Button className="hero__face" label={say('home.return')} onAct={() => press(opens('return'))} />
            <h2>{say('home.return')}</h2>
            <p>
              <span className="nb">{say('home.returnHow1')}</span>
              <br />
              <span className="nb">{say('home.returnHow2')}</span>
            </p>
            <ReturnScene />
          </div>
        )}
      </section>
      {tiles.length > 0 && (
        <section className="fns" aria-label={say('home.others')}>
          {tiles.map((tile) => (
            <Tile key={tile.function} tile={tile} wide={tiles.length < 3} alone={tiles.length === 1} />
          ))}
        </section>
      )}
    </main>
  );
}
