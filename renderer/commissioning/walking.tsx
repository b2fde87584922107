import { Fragment } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask, Words } from '../pieces/ask.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Check, CheckCircle, DoorOpen, Lock, Lockers, Warning } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import { type StepOf, useDevices } from './devices.tsx';
import { DevicesBack, fileName, setupSteps } from './finding.tsx';

/** One door after the other, opened and closed by hand. */
export function Walk({ step }: { step: StepOf<'walk'> }) {
  const act = useDevices();
  const { say } = useTongue();
  const { at, door, known, trouble } = step;
  const title =
    at === 'close-all'
      ? say('devices.walk.closeAll')
      : say(at === 'open' ? 'devices.walk.open' : 'devices.walk.close', { door });
  const how = say(
    at === 'close-all'
      ? 'devices.walk.closeAllHow'
      : at === 'open'
        ? 'devices.walk.openHow'
        : 'devices.walk.closeHow',
  );
  const wrong =
    trouble === undefined
      ? null
      : trouble.is === 'known'
        ? say('devices.walk.knownDoor', { known: trouble.door, door })
        : say(`devices.walk.${trouble.is}`, { door });
  return (
    <main className="wall flow devices is-return">
      <Steps at={2} names={setupSteps} />
      <Ask title={title}>
        {wrong ? (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            <Words of={wrong} />
          </p>
        ) : (
          <p>{how}</p>
        )}
      </Ask>
      <div className="devices__art" data-at={at}>
        <Icon of={at === 'close-all' ? Lockers : at === 'open' ? DoorOpen : Lock} weight="duotone" />
        {at !== 'close-all' && <b>{door}</b>}
        {known.length > 0 && (
          <p>
            <Icon of={CheckCircle} weight="bold" />
            {say('devices.walk.known', { count: known.length })}
          </p>
        )}
      </div>
      {at === 'close-all' ? (
        <div className="acts acts--two">
          <DevicesBack />
          <Button className="btn btn--go" onAct={act('all-closed')}>
            {say('devices.walk.allClosed')}
          </Button>
        </div>
      ) : (
        <div className="acts devices__three">
          <DevicesBack />
          <Button className="btn" disabled={at !== 'open'} onAct={act('no-such-door')}>
            {say('devices.walk.noSuch', { door })}
          </Button>
          <Button
            className="btn btn--go"
            disabled={at !== 'open' || known.length === 0}
            onAct={act('no-more-doors')}
          >
            {say('devices.walk.noMore')}
          </Button>
        </div>
      )}
    </main>
  );
}

const marks = { waiting: null, good: Check, failed: Warning, skipped: Warning, crossed: Warning } as const;

/** What has happened to the door at work, and what to do now. */
function proofWords({ at, another, turns }: StepOf<'prove'>) {
  if (at === 'turned') return { title: 'devices.prove.instead', how: 'devices.prove.turnedHow' } as const;
  if (at === 'failed' && another !== null) {
    return { title: 'devices.prove.instead', how: 'devices.prove.crossedHow' } as const;
  }
  if (at === 'failed' && turns) {
    return { title: 'devices.prove.failed', how: 'devices.prove.turnsHow' } as const;
  }
  if (at === 'open' && another !== null) {
    return { title: 'devices.prove.open', how: 'devices.prove.besideHow' } as const;
  }
  return { title: `devices.prove.${at}`, how: `devices.prove.${at}How` } as const;
}

/** Each door opens once, by itself. */
export function Prove({ step }: { step: StepOf<'prove'> }) {
  const act = useDevices();
  const { say } = useTongue();
  const { at, doors } = step;
  const numbers = { door: step.door ?? 0, another: step.another ?? 0 };
  const { title, how } = proofWords(step);
  return (
    <main className="wall flow devices is-return">
      <Steps at={3} names={setupSteps} />
      <Ask title={say(title, numbers)}>
        {step.another === null ? (
          <p>{say(how, numbers)}</p>
        ) : (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            <Words of={say(how, numbers)} />
          </p>
        )}
      </Ask>
      <ul className="devices__doors">
        {doors.map((each) => {
          const mark = marks[each.proof];
          return (
            <li
              key={each.door}
              data-proof={each.proof}
              data-now={each.door === step.door}
              data-another={each.door === step.another}
              aria-label={say(
                each.proof === 'failed' ? 'devices.prove.failedDoor' : `devices.prove.${each.proof}`,
                { door: each.door },
              )}
            >
              {each.door}
              {mark && <Icon of={mark} weight="bold" />}
            </li>
          );
        })}
      </ul>
      <div className="acts acts--two">
        {at === 'failed' ? (
          <Fragment key="failed">
            <Button className="btn" onAct={act('skip')}>
              {say('devices.prove.skip')}
            </Button>
            <Button className="btn btn--go" onAct={act('again')}>
              {say('devices.prove.again')}
            </Button>
          </Fragment>
        ) : at === 'ready' ? (
          <Fragment key="ready">
            <Button className="btn" onAct={act('show-result')}>
              {say('devices.prove.later')}
            </Button>
            <Button className="btn btn--go" onAct={act('prove')}>
              {say('devices.prove.start')}
            </Button>
          </Fragment>
        ) : (
          <Fragment key="going">
            {at === 'done' ? (
              <DevicesBack />
            ) : (
              <Button className="btn" onAct={act('back')}>
                {say('devices.prove.wrong')}
              </Button>
            )}
            <Button className="btn btn--go" disabled={at !== 'done'} onAct={act('show-result')}>
              {say('devices.prove.see')}
            </Button>
          </Fragment>
        )}
      </div>
    </main>
  );
}

/** What will be kept. */
export function Result({ step }: { step: StepOf<'result'> }) {
  const act = useDevices();
  const { say, language } = useTongue();
  const listed = (doors: readonly number[]): string =>
    new Intl.ListFormat(language, { style: 'narrow' }).format(doors.map(String));
  const notes = step.problem
    ? [say('devices.result.notWritten')]
    : [
        ...(step.leftOut.length > 0 ? [say('devices.result.leftOut', { doors: listed(step.leftOut) })] : []),
        ...(step.unproven.length > 0
          ? [say('devices.result.unproven', { doors: listed(step.unproven) })]
          : []),
      ];
  const keeps = step.boards.length > 0;
  const tries = step.unproven.length + step.leftOut.length > 0;
  return (
    <main className="wall flow devices is-return">
      <Steps at={3} names={setupSteps} />
      <Ask title={say(keeps ? 'devices.result.title' : 'devices.result.nothing')}>
        {notes.length > 0 ? (
          notes.map((note) => (
            <p key={note} className="ask__problem" role="alert">
              <Icon of={Warning} />
              <Words of={note} />
            </p>
          ))
        ) : (
          <p>{say('devices.result.how')}</p>
        )}
      </Ask>
      {!keeps ? (
        <div className="devices__art" data-at="close-all">
          <Icon of={Lockers} weight="duotone" />
        </div>
      ) : (
        <ul className="devices__list">
          {step.boards.map((board) => (
            <li key={board.id} className="port card">
              <Icon of={Lockers} weight="duotone" />
              <div>
                <b>
                  {say('devices.result.board', { protocol: board.protocol, address: board.address })}
                  {board.echo && ` · ${say('devices.ports.echo')}`}
                </b>
                <p>
                  {say('devices.result.where')} <span className="mono">{board.path}</span>
                </p>
                <p>
                  {say('devices.result.wiring')}{' '}
                  {say(board.feedback === 'closed-is-0' ? 'devices.result.inverted' : 'devices.result.usual')}
                  {' · '}
                  {say(`devices.result.order.${board.order}`)}
                </p>
                <p>
                  {say('devices.result.doors')} <b>{board.doors.join(' ')}</b>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className={tries && keeps ? 'acts devices__three' : 'acts acts--two'}>
        <DevicesBack />
        {tries && (
          <Button className={keeps ? 'btn' : 'btn btn--go'} onAct={act('prove')}>
            {say('devices.result.prove')}
          </Button>
        )}
        {keeps && (
          <Button className="btn btn--go" onAct={act('save')}>
            {say('devices.result.save')}
          </Button>
        )}
      </div>
    </main>
  );
}

export function Saved({ step }: { step: StepOf<'saved'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow flow--plain devices is-return">
      <Ask title={say('devices.saved.title')}>
        <p>{say('devices.saved.how')}</p>
        {step.kept !== null && <p>{say('devices.saved.kept', { kept: fileName(step.kept) })}</p>}
      </Ask>
      <div className="devices__art" data-at="saved">
        <Icon of={CheckCircle} weight="duotone" />
      </div>
      <div className="acts acts--one">
        <Button className="btn btn--go" onAct={() => press({ do: 'home' })}>
          {say('keeperDesk.signOut')}
        </Button>
      </div>
    </main>
  );
}
