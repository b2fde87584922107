import { useEffect, useRef } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { MoonGate } from '../drawings/moon-gate.tsx';
import { Title, Whole } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { HandTap, Warning } from '../pieces/icons.ts';
import type { ScreenOf } from '../screens.tsx';
import { grouped } from '../words/money.ts';
import { nameIn } from '../words/words.ts';
import { troubleWords } from './home.tsx';

export function Attract({ screen }: { screen: ScreenOf<'attract'> }) {
  const { view, press } = useSeen();
  const { say, dates, language } = useTongue();
  const { lentThisMonth, outNow, things } = screen.figures;
  const trouble = troubleWords(say, language, view.troubles, view.locker);
  const art = useRef<HTMLElement>(null);
  // The words say "touch the screen": a touch beside the button means it too, also one that trembles, of which a browser
  // makes no click. For keys there is the button.
  useEffect(() => {
    const main = art.current;
    const begin = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest('button') === null) press({ do: 'begin' });
    };
    main?.addEventListener('pointerup', begin);
    return () => main?.removeEventListener('pointerup', begin);
  }, [press]);
  return (
    <main className="wall attract" ref={art}>
      <MoonGate />
      <div className="attract__say">
        {/* What is on today is said in its place: on a large text there is no room for both. */}
        <div className={screen.today.length > 0 ? 'vh' : undefined}>
          <Title>
            <Whole>{say('attract.line1')}</Whole>
            <Whole>{say('attract.line2')}</Whole>
          </Title>
        </div>
        {trouble && (
          <p className="attract__now">
            <Icon of={Warning} />
            {trouble}
          </p>
        )}
        {screen.today.length > 0 && (
          <ul className="today card" aria-label={say('attract.today')}>
            {screen.today.map(({ name, place, from }) => (
              <li key={`${from} ${name.zh}`}>
                <b>{from < view.now ? say('attract.now') : dates.time(from)}</b>
                <span>
                  <span>{nameIn(language, name)}</span> <span>{nameIn(language, place)}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        <ul className="figures card" aria-label={say('attract.figures')}>
          <li>
            <b>{grouped(language, lentThisMonth)}</b>
            <span>{say('attract.lent')}</span>
          </li>
          <li>
            <b>{grouped(language, outNow)}</b>
            <span>{say('attract.out')}</span>
          </li>
          <li>
            <b>{grouped(language, things)}</b>
            <span>{say('attract.things')}</span>
          </li>
        </ul>
        <Button className="btn btn--go btn--tall breathe" onAct={() => press({ do: 'begin' })}>
          <Icon of={HandTap} />
          {say('attract.begin')}
        </Button>
      </div>
    </main>
  );
}
