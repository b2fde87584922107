import { codeLetters } from '../../domain/contract/keeper-screen.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask, Title, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Backspace, Warning } from '../pieces/icons.ts';
import { useBusyFor } from '../pieces/pin-dots.tsx';
import type { ScreenOf } from '../screens.tsx';
import './hub.css';
import './keeper.css';

/** How the hut and the hub get on; the fingerprint is what the office compares. */
export function KeeperHub({ screen }: { screen: ScreenOf<'keeper-hub'> }) {
  const { press } = useSeen();
  const { say, dates } = useTongue();
  const { state, lastAt, queue, outdated, address, hut, fingerprint, joinable } = screen;
  // Where all is well, or will be by itself, a new code only disturbs.
  const joins = joinable && ['alone', 'unreadable', 'unconfirmed', 'revoked'].includes(state);
  const facts = [
    ...(outdated ? [[say('desk.hub.release'), say('desk.hub.outdated')]] : []),
    [say('desk.hub.address'), address ?? say('desk.hub.noAddress')],
    ...(hut === null ? [] : [[say('desk.hub.hut'), hut]]),
    ...(state === 'alone'
      ? []
      : [
          [say('desk.hub.last'), lastAt === null ? say('desk.hub.never') : dates.full(lastAt)],
          [say('desk.hub.queue'), say('desk.hub.queued', { count: queue })],
        ]),
  ] as const;
  return (
    <main className="wall desk hub is-return">
      <Title>{say(`desk.hub.ask.${state}`)}</Title>
      <p>
        <Words of={say(`desk.hub.how.${state}`)} />
      </p>
      <div className="hub__sheet">
        <dl className="hub__facts card">
          {facts.map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        {fingerprint !== null && (
          <div className="hub__print card" data-loud={state === 'unconfirmed'}>
            <p>{say('desk.hub.fingerprint')}</p>
            <p className="hub__groups">
              {[...fingerprint.matchAll(/\S+/g)].map(({ 0: group, index: from }) => (
                <b key={from}>{group}</b>
              ))}
            </p>
          </div>
        )}
      </div>
      <div className={joins || state !== 'alone' ? 'acts acts--two' : 'acts acts--one'}>
        <Back words={say('desk.back')} />
        {joins ? (
          <Button className="btn btn--go" onAct={() => press({ do: 'hub', act: 'join' })}>
            {say(state === 'alone' ? 'desk.hub.join' : 'desk.hub.joinAgain')}
          </Button>
        ) : (
          state !== 'alone' && (
            <Button className="btn" onAct={() => press({ do: 'hub', act: 'hurry' })}>
              {say('desk.hub.hurry')}
            </Button>
          )
        )}
      </div>
    </main>
  );
}

/** The office's code, on a pad without the letters that look like digits. */
export function KeeperHubCode({ screen }: { screen: ScreenOf<'keeper-hub-code'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const { typed, length, busy, problem } = screen;
  const shownBusy = useBusyFor(busy);
  return (
    <main className="wall flow flow--typed hub is-return">
      <Ask title={say('desk.hub.code')}>
        {problem === undefined ? (
          <p>{say('desk.hub.codeHow')}</p>
        ) : (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say(`desk.hub.problem.${problem}`)}
          </p>
        )}
      </Ask>
      <div
        className="hub__code card"
        role="status"
        aria-label={say('desk.hub.typed', { typed: [...typed].join(' '), of: length })}
        data-unspoken=""
      >
        {Array.from({ length }, (_, i) => i).map((i) => (
          <i key={i} aria-hidden="true" className={i < typed.length ? '' : 'is-empty'}>
            {typed[i] ?? '–'}
          </i>
        ))}
      </div>
      <fieldset className="hub__pad" aria-label={say('desk.hub.pad')}>
        {codeLetters.map((letter) => (
          <Button
            key={letter}
            className="key"
            repeats
            disabled={busy}
            onAct={() => press({ do: 'letter', letter })}
          >
            {letter}
          </Button>
        ))}
        <Button
          className="key key--word"
          disabled={busy}
          onAct={() => press({ do: 'letter', letter: 'clear' })}
        >
          {say('keypad.clear')}
        </Button>
        <Button
          className="key key--word"
          repeats
          disabled={busy}
          onAct={() => press({ do: 'letter', letter: 'delete' })}
        >
          <Icon of={Backspace} />
          {say('keypad.delete')}
        </Button>
      </fieldset>
      <div className="acts acts--two">
        <Back />
        <Button className="btn btn--go" busy={shownBusy !== 'no'} disabled onAct={() => {}}>
          {shownBusy !== 'no' && <span className="spin" />}
          {shownBusy === 'no'
            ? say('desk.hub.lacking', { count: length - typed.length })
            : say(shownBusy === 'long' ? 'common.busyLong' : 'common.busy')}
        </Button>
      </div>
    </main>
  );
}
