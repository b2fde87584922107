import type { KindCard } from '../../domain/contract/screen.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Chip } from '../pieces/chip.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Barcode, CaretLeft, CaretRight, CheckCircle, Clock, Wrench } from '../pieces/icons.ts';
import { borrowSteps, Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameIn } from '../words/words.ts';

const awayWords = { door: 'pick.door', 'not-in-service': 'pick.service', recalled: 'pick.recalled' } as const;

/** Picture, name, and whether it is there; what is away says until when and can still be pressed. */
export function ItemCard({ card, onAct }: { card: KindCard; onAct: () => void }) {
  const { say, dates, language } = useTongue();
  const { away } = card;
  return (
    <Button className={away ? 'item card is-out' : 'item card'} onAct={onAct}>
      <span className="item__pic">
        <Thing picture={card.picture} />
      </span>
      <span className="item__txt">
        <strong>{nameIn(language, card.name)}</strong>
        {!away && (
          <Chip tone="ok" icon={CheckCircle}>
            {say('pick.available', { count: card.available, measure: card.measure })}
          </Chip>
        )}
        {away?.because === 'out' && (
          <Chip tone="wait" icon={Clock}>
            {away.back === null ? say('pick.outUnknown') : say('pick.out', { day: dates.day(away.back) })}
          </Chip>
        )}
        {away && away.because !== 'out' && (
          <Chip tone="wait" icon={Wrench}>
            {say(awayWords[away.because])}
          </Chip>
        )}
      </span>
    </Button>
  );
}

export function Pager({ page, pages }: { page: number; pages: number }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <div className="pager">
      <Button
        className="btn btn--other"
        disabled={page === 0}
        onAct={() => press({ do: 'page', page: page - 1 })}
      >
        <Icon of={CaretLeft} weight="bold" />
        {say('common.prev')}
      </Button>
      <span>{say('common.page', { n: page + 1, of: pages })}</span>
      <Button
        className="btn btn--other"
        disabled={page + 1 >= pages}
        onAct={() => press({ do: 'page', page: page + 1 })}
      >
        {say('common.next')}
        <Icon of={CaretRight} weight="bold" />
      </Button>
    </div>
  );
}

export function Pick({ screen }: { screen: ScreenOf<'pick'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow">
      <Steps at={1} names={borrowSteps} />
      <Ask title={say('pick.ask')}>
        <p className="hint">
          <Icon of={Barcode} />
          <Words of={say('pick.hint')} />
        </p>
      </Ask>
      <div className="grid6">
        {screen.cards.map((card) => (
          <ItemCard key={card.kind} card={card} onAct={() => press({ do: 'kind', kind: card.kind })} />
        ))}
      </div>
      {screen.pages > 1 ? (
        <Pager page={screen.page} pages={screen.pages} />
      ) : (
        <div className="acts acts--one">
          <Button className="btn btn--other" onAct={() => press({ do: 'home' })}>
            {say('common.goHome')}
          </Button>
        </div>
      )}
    </main>
  );
}
