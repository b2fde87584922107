import { useState } from 'react';
import { BlockDraft, type CardView, type ResidentView } from '../../../domain/desk/streams.ts';
import { ask } from '../app/ask.ts';
import { useTongue } from '../app/seen.ts';
import { Both } from '../pieces/both.tsx';
import { Confirm, RowButton } from '../pieces/confirm.tsx';
import { Field, Form, useAct } from '../pieces/form.tsx';
import { Chip } from '../pieces/icon.tsx';
import { CheckCircle, XCircle } from '../pieces/icons.ts';
import { nameIn } from '../words/words.ts';

/** Somebody who was found: what an act on them touches, and the acts. */
export function Resident({ resident, onChanged }: { resident: ResidentView; onChanged: () => void }) {
  const { say, dates, language } = useTongue();
  const [doing, setDoing] = useState<'block' | 'erase' | CardView | null>(null);
  const { phoneMasked, huts, out, cards, block, erasureAt } = resident;
  const who = phoneMasked ?? resident.person.slice(-6);
  const close = () => setDoing(null);
  return (
    <section className="panel" aria-label={say('residents.found', { who })} aria-live="polite">
      <h2>
        {say('residents.found', { who })}{' '}
        <Chip tone={block === null ? 'ok' : 'bad'} icon={block === null ? CheckCircle : XCircle}>
          {block === null ? say('residents.mayBorrow') : say('residents.blocked')}
        </Chip>
      </h2>
      <dl className="facts">
        <div>
          <dt>{say('residents.huts')}</dt>
          <dd>{huts.map(({ name }) => name).join(' · ') || say('none')}</dd>
        </div>
        <div>
          <dt>{say('residents.out')}</dt>
          <dd>
            {out
              .map(({ name, hut, due }) => `${nameIn(language, name)} (${hut.name}, ${dates.short(due)})`)
              .join(' · ') || say('none')}
          </dd>
        </div>
        {block !== null && (
          <div>
            <dt>{say('residents.why')}</dt>
            <dd>{nameIn(language, block.why)}</dd>
          </div>
        )}
        {erasureAt !== null && (
          <div>
            <dt>{say('residents.erasing')}</dt>
            <dd>{dates.long(erasureAt)}</dd>
          </div>
        )}
      </dl>
      {cards.length > 0 && (
        <ul className="plain">
          {cards.map((card) => (
            <li key={`${card.hut.hut} ${card.token}`}>
              {say('residents.cardOf', { card: card.token.slice(0, 12), hut: card.hut.name })}{' '}
              {card.blockedBy === null ? (
                <RowButton
                  name={say('residents.blockCard')}
                  of={say('residents.blockCardOf', { card: card.token.slice(0, 12) })}
                  onPress={() => setDoing(card)}
                />
              ) : (
                say(`residents.blockedBy.${card.blockedBy}`)
              )}
            </li>
          ))}
        </ul>
      )}
      {erasureAt === null && (
        <p className="form__acts">
          <button type="button" className="btn" onClick={() => setDoing('erase')}>
            {say('residents.erase')}
          </button>
          <button type="button" className="btn" onClick={() => setDoing('block')}>
            {say('residents.block')}
          </button>
        </p>
      )}
      {doing === 'block' && <Block resident={resident} onClose={close} onDone={onChanged} />}
      {doing === 'erase' && (
        <Confirm
          title={say('residents.eraseAsk')}
          how={say('residents.eraseHow', { huts: huts.length, out: out.length })}
          go={say('residents.eraseGo')}
          act={() => ask('erasure-order', { person: resident.person })}
          onDone={onChanged}
          onClose={close}
        />
      )}
      {doing !== null && typeof doing === 'object' && (
        <Confirm
          title={say('residents.blockCardAsk')}
          how={say('residents.blockCardHow')}
          go={say('residents.blockCard')}
          act={() => ask('card-block', { token: doing.token })}
          onDone={onChanged}
          onClose={close}
        />
      )}
    </section>
  );
}

/** The end of that day, here. */
const endOf = (day: string): number => new Date(`${day}T23:59:59`).getTime();

function Block({
  resident: { person, huts, out },
  onClose,
  onDone,
}: {
  resident: ResidentView;
  onClose: () => void;
  onDone: () => void;
}) {
  const { say } = useTongue();
  const { busy, trouble, act, setTrouble } = useAct();
  const [why, setWhy] = useState({ zh: '', en: '' });
  const [day, setDay] = useState('');
  const go = () => {
    const draft = BlockDraft.safeParse({ why, until: day === '' ? null : endOf(day) });
    if (!draft.success) return setTrouble({ code: 'bad-request', message: '' });
    void act(
      () => ask('block', { person, draft: draft.data }),
      () => {
        onDone();
        onClose();
      },
    );
  };
  return (
    <section className="preview" aria-label={say('residents.block')}>
      <h3>{say('residents.blockTouches', { huts: huts.length, out: out.length })}</h3>
      <Form
        label={say('residents.block')}
        go={say('residents.blockGo')}
        busy={busy}
        trouble={trouble}
        onGo={go}
        onCancel={onClose}
      >
        <div className="columns">
          <Both
            name={say('residents.why')}
            how={say('residents.whyHow')}
            value={why}
            most={{ zh: 60, en: 120 }}
            onChange={setWhy}
          />
          <Field
            type="date"
            name={say('residents.until')}
            how={say('residents.untilHow')}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        </div>
      </Form>
    </section>
  );
}
