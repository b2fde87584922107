import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Med } from '../pieces/icon.tsx';
import { CalendarCheck, Hand, IdCard, ShieldCheck } from '../pieces/icons.ts';
import { Keypad } from '../pieces/keypad.tsx';
import { borrowSteps, Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';

const promises = [
  { icon: IdCard, title: 'consent.keep', what: 'consent.keepWhat' },
  { icon: Hand, title: 'consent.why', what: 'consent.whyWhat' },
  { icon: CalendarCheck, title: 'consent.long', what: 'consent.longWhat' },
  { icon: ShieldCheck, title: 'consent.safe', what: 'consent.safeWhat' },
] as const;

/** First visit: what is kept, what for, how long. */
export function Consent({ screen }: { screen: ScreenOf<'consent'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow">
      <Steps at={2} names={borrowSteps} />
      <Ask title={say('consent.ask')}>
        <p data-unspoken="">{say('consent.how', { phone: screen.phone })}</p>
      </Ask>
      <ul className="promises">
        {promises.map(({ icon, title, what }) => (
          <li key={title} className="fact card">
            <Med of={icon} tone="people" />
            <div>
              <h2>{say(title)}</h2>
              <p>{say(what)}</p>
            </div>
          </li>
        ))}
      </ul>
      <div className="acts">
        <Back words={say('consent.back')} />
        <Button className="btn btn--go" onAct={() => press({ do: 'agree' })}>
          {say('consent.agree')}
        </Button>
      </div>
    </main>
  );
}

const fields = ['building', 'unit', 'room'] as const;

/** Building, unit and room by digits; the field being typed has the flow's frame and a cursor. */
export function Room({ screen }: { screen: ScreenOf<'room'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  const at = fields.indexOf(screen.field);
  const next = fields[at + 1];
  const complete = fields.every((field) => screen[field] !== '');
  return (
    <main className="wall flow flow--typed">
      <Steps at={2} names={borrowSteps} />
      <Ask title={say('room.ask')}>
        <p>{say('room.how')}</p>
      </Ask>
      <div className="fields" data-unspoken="">
        {fields.map((field) => (
          <Button
            key={field}
            className="field card"
            pressed={field === screen.field}
            {...(screen[field] === '' ? { label: `${say(`room.${field}`)} ${say('room.empty')}` } : {})}
            onAct={() => press({ do: 'field', field })}
          >
            <b className={screen[field] ? undefined : 'is-empty'}>{screen[field] || ' '}</b>
            <span>{say(`room.${field}`)}</span>
          </Button>
        ))}
      </div>
      <Keypad />
      <div className="acts">
        <Back />
        {complete || !next || screen[screen.field] === '' ? (
          <Button className="btn btn--go" disabled={!complete} onAct={() => press({ do: 'submit' })}>
            {say(complete ? 'room.go' : 'room.missing')}
          </Button>
        ) : (
          <Button className="btn btn--go" onAct={() => press({ do: 'field', field: next })}>
            {say('room.next')}
          </Button>
        )}
      </div>
    </main>
  );
}
