import { useElapsed, useSeen, useTongue } from '../app/seen.ts';
import { Title, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { DoorMap } from '../pieces/door-map.tsx';
import { Icon } from '../pieces/icon.tsx';
import { DoorOpen, HandGrabbing, Lock, Question } from '../pieces/icons.ts';
import { Track } from '../pieces/track.tsx';
import { whereIs } from '../pieces/where.ts';
import type { ScreenOf } from '../screens.tsx';
import { nameInside } from '../words/words.ts';

const titles = {
  opening: 'door.titleOpening',
  open: 'door.titleOpen',
  remind: 'door.titleRemind',
  alarm: 'door.titleRemind',
  closed: 'door.titleClosed',
} as const;

/** The door's number in lamp light between the words of the sentence. */
export function DoorTitle({ door, phase }: { door: number; phase: keyof typeof titles }) {
  const { say } = useTongue();
  const [before, after] = say(titles[phase], { door: '|' }).split('|');
  return (
    <Title>
      {/* A number stays with the word before it: Please close | door 5. */}
      {before?.replace(/ $/, '\u00a0')}
      <em className={phase === 'closed' ? 'is-done' : undefined}>{door}</em>
      {after}
    </Title>
  );
}

export function Door({ screen }: { screen: ScreenOf<'door'> }) {
  const { view, press } = useSeen();
  const { say, language } = useTongue();
  const elapsed = useElapsed();
  const { door, purpose, phase, item, link } = screen;
  const where = whereIs(say, view.locker, door);
  const name = nameInside(language, item.name);
  const late = phase === 'remind' || phase === 'alarm';
  const openFor = screen.openSeconds + Math.floor(elapsed / 1000);
  const steps = [
    { icon: DoorOpen, words: say(phase === 'opening' ? 'door.trackOpening' : 'door.trackOpen') },
    { icon: HandGrabbing, words: say(purpose === 'borrow' ? 'door.trackTake' : 'door.trackPut') },
    { icon: Lock, words: say('door.trackClose') },
  ];
  const lines: string[] =
    phase === 'opening'
      ? [say('door.openingHow', { where })]
      : phase === 'open'
        ? [
            say('door.openWhere', { where }),
            say(purpose === 'borrow' ? 'door.openBorrow' : 'door.openReturn', { name }),
          ]
        : late
          ? [say('door.remindOpen', { count: openFor }), say('door.remindHow')]
          : [say('door.closedThanks'), say('door.closedHow')];
  return (
    <main className={`wall flow flow--door ${late ? 'is-late' : ''}`} data-phase={phase}>
      <div className="door-say">
        <DoorTitle door={door} phase={phase} />
        <p>
          {link === 'lost' && phase !== 'closed' ? (
            <Words of={say('door.lost')} />
          ) : (
            <>
              <span className="line" {...(late ? { 'data-unspoken': '' } : {})}>
                <Words of={lines[0] ?? ''} />
              </span>
              {lines[1] && (
                <span className="line">
                  <Words of={lines[1]} />
                </span>
              )}
            </>
          )}
        </p>
      </div>
      <figure className="cabinet">
        <DoorMap
          door={door}
          state={phase === 'opening' ? 'lit' : phase === 'closed' ? 'closed' : 'open'}
          {...(phase === 'open' ? { picture: item.picture } : {})}
          label={say(
            phase === 'closed' ? 'door.mapClosed' : phase === 'opening' ? 'door.mapOpening' : 'door.mapOpen',
            {
              door,
              where,
            },
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
