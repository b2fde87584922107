import { useElapsed, useSeen, useTongue } from '../app/seen.ts';
import { DoorTitle } from '../lending/door.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Choice } from '../pieces/choice.tsx';
import { DoorMap } from '../pieces/door-map.tsx';
import { Icon } from '../pieces/icon.tsx';
import { ArrowLeft, CheckFat, DoorOpen, HandPalm, Lock, Question, Wrench } from '../pieces/icons.ts';
import { Track } from '../pieces/track.tsx';
import { Verdict } from '../pieces/verdict.tsx';
import { whereIs } from '../pieces/where.ts';
import type { ScreenOf } from '../screens.tsx';
import './keeper.css';

export function KeeperDoor({ screen }: { screen: ScreenOf<'keeper-door'> }) {
  const { view, press } = useSeen();
  const { say } = useTongue();
  const elapsed = useElapsed();
  const { door, phase, link, reason } = screen;
  const where = whereIs(say, view.locker, door);
  const late = phase === 'remind' || phase === 'alarm';
  const openFor = screen.openSeconds + Math.floor(elapsed / 1000);
  const steps = [
    { icon: DoorOpen, words: say(phase === 'opening' ? 'door.trackOpening' : 'door.trackOpen') },
    { icon: Wrench, words: say(`desk.reason.${reason}`) },
    { icon: Lock, words: say('door.trackClose') },
  ];
  const lost = link === 'lost' && phase !== 'closed';
  const lines = lost
    ? [say('door.lost')]
    : phase === 'opening'
      ? [say('door.openingHow', { where })]
      : phase === 'open'
        ? [say('door.openWhere', { where }), say('desk.door.open')]
        : late
          ? [say('door.remindOpen', { count: openFor }), say('door.remindHow')]
          : [say('door.closedHow')];
  return (
    <main className={`wall flow flow--door ${late ? 'is-late' : ''}`} data-phase={phase}>
      <div className="door-say">
        <DoorTitle door={door} phase={phase} />
        <p>
          {lines.map((line, i) => (
            <span key={line} className="line" {...(late && !lost && i === 0 ? { 'data-unspoken': '' } : {})}>
              <Words of={line} />
            </span>
          ))}
        </p>
      </div>
      <figure className="cabinet">
        <DoorMap
          door={door}
          state={phase === 'opening' ? 'lit' : phase === 'closed' ? 'closed' : 'open'}
          label={say(
            phase === 'closed' ? 'door.mapClosed' : phase === 'opening' ? 'door.mapOpening' : 'door.mapOpen',
            { door, where },
          )}
        />
      </figure>
      <div className="sheet">
        <Track at={phase === 'opening' ? 0 : phase === 'open' ? 1 : late ? 2 : 3} steps={steps} />
        {phase === 'closed' ? (
          <Button className="btn btn--other" busy onAct={() => undefined}>
            <span className="spin" />
            {say('door.busy')}
          </Button>
        ) : (
          // One each: a door that springs under a finger must not turn one word into the other.
          <Button
            key={phase === 'opening' ? 'did-not-open' : 'will-not-close'}
            className="btn btn--other"
            onAct={() => press({ do: phase === 'opening' ? 'door-did-not-open' : 'door-will-not-close' })}
          >
            <Icon of={Question} weight="bold" />
            {say(phase === 'opening' ? 'door.didNotOpen' : 'door.willNotClose', { door })}
          </Button>
        )}
      </div>
    </main>
  );
}

/** The door cannot tell, so the keeper does. */
export function KeeperDoubt({ screen }: { screen: ScreenOf<'keeper-doubt'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const { door, because } = screen;
  return (
    <main className="wall flow flow--plain is-return">
      <Ask title={say('desk.doubt.ask', { door })}>
        <p>{say(because === 'link-lost' ? 'doubt.link' : 'doubt.close', { door })}</p>
      </Ask>
      <div className="sheet sheet--ask">
        <div className="choices">
          <Choice
            tone="ok"
            icon={CheckFat}
            fill
            title={say('desk.doubt.yes')}
            how={say('desk.doubt.yesHow')}
            onAct={() => press({ do: 'declare', moved: true })}
          />
          <Choice
            tone="bad"
            icon={HandPalm}
            title={say('desk.doubt.no')}
            how={say('desk.doubt.noHow')}
            onAct={() => press({ do: 'declare', moved: false })}
          />
        </div>
      </div>
    </main>
  );
}

/** The verdict. Where the keeper was away too long, nothing here leads back to the desk. */
export function KeeperOpened({ screen }: { screen: ScreenOf<'keeper-opened'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const { door, reason, signedIn } = screen;
  return (
    <Verdict
      title={say('desk.opened.title')}
      line={say('desk.opened.line', { door, reason: say(`desk.reason.${reason}`) })}
      foot={
        signedIn ? (
          <div className="acts acts--two">
            <Button className="btn" onAct={() => press({ do: 'to-desk' })}>
              <Icon of={ArrowLeft} weight="bold" />
              {say('desk.back')}
            </Button>
            <Button className="btn btn--done" onAct={() => press({ do: 'again' })}>
              {say('desk.opened.again')}
            </Button>
          </div>
        ) : (
          <Button className="btn btn--done" onAct={() => press({ do: 'home' })}>
            {say('desk.opened.home')}
          </Button>
        )
      }
    >
      {signedIn ? null : (
        <p className="desk-gone card">
          <Words of={say('desk.opened.gone')} />
        </p>
      )}
    </Verdict>
  );
}
