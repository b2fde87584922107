import { type FormEvent, useEffect, useId, useState, useSyncExternalStore } from 'react';
import type { PracticeAct, PracticeState } from '../../domain/contract/practice.ts';
import type { Language } from '../../domain/contract/words.ts';
import type { Store } from '../app/store.ts';
import type { Client } from '../wire/client.ts';
import { nameIn, type Say, useSay } from '../words/words.ts';
import './dock.css';

interface Part {
  state: PracticeState;
  say: Say;
  language: Language;
  act: (act: PracticeAct) => void;
}

function Cards({ state, say, language, act }: Part) {
  return (
    <section>
      <h2>{say('practice.cards')}</h2>
      <ul className="dock-list">
        {state.cards.map((card) => (
          <li key={card.code}>
            <button type="button" onClick={() => act({ act: 'scan', text: card.code })}>
              {nameIn(language, card.name)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Things({ state, say, language, act }: Part) {
  const [wanted, setWanted] = useState('');
  const field = useId();
  const text = wanted.trim().toLowerCase();
  const shown = state.things.filter(
    (thing) =>
      text === '' ||
      [thing.code, thing.name.zh, thing.name.en, thing.place].some((word) =>
        word.toLowerCase().includes(text),
      ),
  );
  return (
    <section className="dock-things">
      <h2>{say('practice.things')}</h2>
      <label htmlFor={field}>{say('practice.find')}</label>
      <input id={field} value={wanted} onChange={(event) => setWanted(event.target.value)} />
      <ul className="dock-list">
        {shown.map((thing) => (
          <li key={thing.code}>
            <button type="button" onClick={() => act({ act: 'scan', text: thing.code })}>
              <span>{nameIn(language, thing.name)}</span>
              <small>
                {thing.place}
                {thing.out && ` · ${say('practice.out')}`}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FreeCode({ say, act }: Part) {
  const [code, setCode] = useState('');
  const field = useId();
  const scan = (event: FormEvent) => {
    event.preventDefault();
    if (code !== '') act({ act: 'scan', text: code });
    setCode('');
  };
  return (
    <form className="dock-code" onSubmit={scan}>
      <label htmlFor={field}>{say('practice.code')}</label>
      <input id={field} value={code} maxLength={200} onChange={(event) => setCode(event.target.value)} />
      <button type="submit">{say('practice.scan')}</button>
    </form>
  );
}

function Doors({ state, say, act }: Part) {
  return (
    <section>
      <h2>{say('practice.doors')}</h2>
      <ul className="dock-doors">
        {state.doors.map(({ door, open, jammed, pulses }) => {
          const name = say('practice.door', { door });
          const hand = say(open ? 'practice.shutDoor' : 'practice.openDoor');
          const jam = say(jammed ? 'practice.unjam' : 'practice.jam');
          return (
            <li key={door} data-open={open}>
              <span title={say('practice.pulses', { count: pulses })}>
                <b>{door}</b> {say(open ? 'practice.isOpen' : 'practice.isShut')}
                {jammed && ` · ${say('practice.jammed')}`}
              </span>
              <button
                type="button"
                aria-label={`${name} ${hand}`}
                onClick={() => act({ act: open ? 'close-door' : 'open-door', door })}
              >
                {hand}
              </button>
              <button
                type="button"
                aria-label={`${name} ${jam}`}
                onClick={() => act({ act: 'jam', door, jammed: !jammed })}
              >
                {jam}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Cables({ state, say, act }: Part) {
  return (
    <section>
      <h2>{say('practice.cables')}</h2>
      <ul className="dock-doors">
        {(['locker', 'scanner'] as const).map((device) => {
          const plugged = state.cables[device];
          const name = say(`practice.${device}`);
          const hand = say(plugged ? 'practice.pull' : 'practice.plug');
          return (
            <li key={device} data-open={!plugged}>
              <span>
                {name} · {say(plugged ? 'practice.plugged' : 'practice.pulled')}
              </span>
              <button
                type="button"
                aria-label={`${name} ${hand}`}
                onClick={() => act({ act: 'cable', device, plugged: !plugged })}
              >
                {hand}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/**
 * What stands for real devices in a practice hut: cards, labels, doors and cables, at the side of the stage.
 * Everything it does goes through the simulators' own byte streams, so the screen cannot tell the difference.
 */
export function Dock({
  store,
  client,
  language,
  drawer,
}: {
  store: Store;
  client: Client;
  language: Language;
  drawer: boolean;
}) {
  const say = useSay(language);
  const pushed = useSyncExternalStore(store.subscribe, () => store.read().practice);
  const [asked, setAsked] = useState<PracticeState | null>(null);
  const [out, setOut] = useState(false);
  useEffect(() => {
    void client.call('practiceState', {}).then((answer) => {
      if (answer.ok) setAsked(answer.value);
    });
  }, [client]);
  const state = pushed ?? asked;
  const act = (what: PracticeAct) => void client.call('practice', what);
  const hidden = drawer && !out;
  return (
    <aside className="practice" data-drawer={drawer} data-out={out} aria-label={say('practice.title')}>
      {drawer && (
        <button
          type="button"
          className="practice__tab"
          aria-expanded={out}
          aria-label={say(out ? 'practice.close' : 'practice.open')}
          onClick={() => setOut(!out)}
        >
          {out ? '›' : '‹'}
        </button>
      )}
      {state && !hidden && (
        <div className="practice__parts">
          <header>
            <h2>{say('practice.title')}</h2>
            <p>{say('practice.how')}</p>
          </header>
          <Cards {...{ state, say, language, act }} />
          <Things {...{ state, say, language, act }} />
          <FreeCode {...{ state, say, language, act }} />
          <Doors {...{ state, say, language, act }} />
          <Cables {...{ state, say, language, act }} />
        </div>
      )}
    </aside>
  );
}
