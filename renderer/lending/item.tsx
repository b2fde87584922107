import type { PlaceView } from '../../domain/contract/screen.ts';
import { type Tongue, useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Chip } from '../pieces/chip.tsx';
import { Icon, Med } from '../pieces/icon.tsx';
import { CalendarCheck, Check, CheckCircle, Hand, Lockers, MapPin, Warning } from '../pieces/icons.ts';
import { noticeIcons } from '../pieces/notice-icons.ts';
import { borrowSteps, handSteps, Steps } from '../pieces/steps.tsx';
import { whereIs } from '../pieces/where.ts';
import type { ScreenOf } from '../screens.tsx';
import { nameIn, nameInside } from '../words/words.ts';

export function PlaceChip({ place }: { place: PlaceView }) {
  const { view } = useSeen();
  const { say, language }: Tongue = useTongue();
  if (place.at === 'shelf') {
    return (
      <Chip tone="place" icon={MapPin}>
        {say('item.shelf', { place: nameIn(language, place.name) })}
      </Chip>
    );
  }
  const where = whereIs(say, view.locker, place.door);
  return (
    <Chip tone="place" icon={Lockers}>
      {say('item.door', { door: place.door, where })}
    </Chip>
  );
}

export function Item({ screen }: { screen: ScreenOf<'item'> }) {
  const { press } = useSeen();
  const { say, dates, language } = useTongue();
  const { item, notices, ticked, inHand } = screen;
  const named = { name: nameInside(language, item.name), measure: item.measure };
  const mustTick = notices.length > 0 && !ticked;
  return (
    <main className="wall flow">
      <Steps at={1} names={inHand ? handSteps : borrowSteps} />
      <Ask title={say('item.ask', named)} />
      <div className="sheet sheet--item">
        <figure className="portrait">
          <Thing picture={item.picture} />
          <figcaption>
            <Chip tone="ok" icon={inHand ? Hand : CheckCircle}>
              {say(inHand ? 'item.inHand' : 'item.now')}
            </Chip>
            {!inHand && <PlaceChip place={item.place} />}
          </figcaption>
        </figure>
        <div className="fact card">
          <Med of={CalendarCheck} tone="things" />
          <dl>
            <dt>{say('item.term', { count: screen.termDays })}</dt>
            <dd>{dates.full(screen.due)}</dd>
          </dl>
        </div>
        {notices.length > 0 ? (
          <section className="warn">
            <h2>
              <Icon of={Warning} />
              {say('item.notices')}
            </h2>
            <ol>
              {notices.map((notice) => (
                <li key={notice.icon + notice.words.zh}>
                  <Icon of={noticeIcons[notice.icon]} />
                  {nameIn(language, notice.words)}
                </li>
              ))}
            </ol>
            <Button className="tick" checked={ticked} onAct={() => press({ do: 'tick' })}>
              <i>
                <Icon of={Check} weight="bold" />
              </i>
              {say('item.tick')}
            </Button>
          </section>
        ) : (
          item.parts.length > 0 && (
            <section className="kit card">
              <h2>{say('item.parts')}</h2>
              <ul>
                {item.parts.map((part) => (
                  <li key={part.zh}>
                    <Icon of={CheckCircle} />
                    <Words of={nameIn(language, part)} />
                  </li>
                ))}
              </ul>
            </section>
          )
        )}
      </div>
      <div className="acts">
        <Back />
        <Button className="btn btn--go" disabled={mustTick} onAct={() => press({ do: 'borrow' })}>
          <Words of={mustTick ? say('item.goTick') : say('item.go', named)} />
        </Button>
      </div>
    </main>
  );
}
