import { useState } from 'react';
import type { BlockedCardRow, BlockRow, ResidentSought, ResidentView } from '../../../domain/desk/streams.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Confirm, RowButton } from '../pieces/confirm.tsx';
import { Choose, Field, Form, useAct } from '../pieces/form.tsx';
import { CheckCircle } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { nameIn } from '../words/words.ts';
import { Resident } from './resident.tsx';

/** Finding somebody, and what stands: persons and cards that are blocked. `of`: whom a list led here for. */
export function ResidentsPage({ of }: { of: string | null }) {
  const { say } = useTongue();
  const keeps = useMay('keep-residents');
  const standing = useAsked('blocks', {});
  const [found, setFound] = useState<ResidentView | null>(null);
  const [lifting, setLifting] = useState<BlockRow | null>(null);
  const [freeing, setFreeing] = useState<BlockedCardRow | null>(null);
  const look = async (sought: ResidentSought) => {
    const answer = await ask('resident-find', { sought });
    if (answer.ok) setFound(answer.value.resident);
    return answer;
  };
  const changed = () => {
    standing.again();
    if (found !== null) void look({ by: 'person', person: found.person });
  };
  return (
    <Page title={say('pages.residents')} lead={say('residents.lead')}>
      {keeps && <Find key={of} person={of} onFind={look} onClear={() => setFound(null)} />}
      {found !== null && <Resident key={found.person} resident={found} onChanged={changed} />}
      <h2 className="section">{say('residents.persons')}</h2>
      <Blocked asked={standing} onLift={keeps ? setLifting : null} />
      <h2 className="section">{say('residents.cards')}</h2>
      <BlockedCards asked={standing} onFree={keeps ? setFreeing : null} />
      {lifting && (
        <Confirm
          title={say('residents.unblockAsk')}
          how={say('residents.unblockHow')}
          go={say('residents.unblock')}
          act={() => ask('unblock', { person: lifting.person })}
          onDone={changed}
          onClose={() => setLifting(null)}
        />
      )}
      {freeing && (
        <Confirm
          title={say('residents.freeAsk')}
          how={say('residents.freeHow')}
          go={say('residents.free')}
          act={() => ask('card-unblock', { token: freeing.token })}
          onDone={changed}
          onClose={() => setFreeing(null)}
        />
      )}
    </Page>
  );
}

function Find({
  person,
  onFind,
  onClear,
}: {
  person: string | null;
  onFind: (sought: ResidentSought) => ReturnType<typeof ask<'resident-find'>>;
  onClear: () => void;
}) {
  const { say } = useTongue();
  const { busy, trouble, act, setTrouble } = useAct();
  const [by, setBy] = useState<ResidentSought['by']>(person === null ? 'phone' : 'person');
  const [typed, setTyped] = useState(person ?? '');
  const change = (text: string) => {
    setTyped(text);
    setTrouble(null);
    onClear();
  };
  const sought = (): ResidentSought => {
    const text = typed.trim();
    if (by === 'phone') return { by, phone: text.replace(/[^\d]/g, '') };
    return by === 'card' ? { by, code: text } : { by, person: text };
  };
  return (
    <section className="panel">
      <h2>{say('residents.find')}</h2>
      <Form
        label={say('residents.find')}
        go={say('residents.findGo')}
        busy={busy}
        trouble={trouble}
        onGo={() =>
          void act(
            () => onFind(sought()),
            () => {},
          )
        }
      >
        <div className="columns">
          <Choose
            name={say('residents.by')}
            value={by}
            onChoose={(next) => {
              setBy(next);
              change('');
            }}
            options={(['phone', 'card', 'person'] as const).map((value) => ({
              value,
              name: say(`residents.byWhat.${value}`),
            }))}
          />
          <Field
            name={say(`residents.byWhat.${by}`)}
            how={say('residents.findHow')}
            value={typed}
            inputMode={by === 'phone' ? 'tel' : 'text'}
            autoComplete="off"
            maxLength={64}
            required
            onChange={(event) => change(event.currentTarget.value)}
          />
        </div>
      </Form>
    </section>
  );
}

type Standing = ReturnType<typeof useAsked<'blocks'>>;

function Blocked({ asked, onLift }: { asked: Standing; onLift: ((row: BlockRow) => void) | null }) {
  const { say, dates, language } = useTongue();
  return (
    <List
      label={say('residents.persons')}
      asked={{ ...asked, rows: asked.answer?.rows ?? null }}
      empty={
        <Empty icon={CheckCircle} title={say('residents.noPersons')} how={say('residents.noPersonsHow')} />
      }
      rowKey={(row) => row.person}
      columns={[
        { name: say('residents.who'), cell: (row) => <code>{row.phoneMasked ?? row.person.slice(-6)}</code> },
        { name: say('residents.why'), cell: (row) => nameIn(language, row.why) },
        {
          name: say('residents.until'),
          cell: (row) => (row.until === null ? say('residents.forNow') : dates.long(row.until)),
        },
        { name: say('residents.since'), cell: (row) => dates.short(row.since) },
        ...(onLift === null
          ? []
          : [
              {
                name: say('residents.unblock'),
                acts: true,
                cell: (row: BlockRow) => (
                  <RowButton
                    name={say('residents.unblock')}
                    of={say('residents.unblockOf', { who: row.phoneMasked ?? row.person.slice(-6) })}
                    onPress={() => onLift(row)}
                  />
                ),
              },
            ]),
      ]}
    />
  );
}

function BlockedCards({
  asked,
  onFree,
}: {
  asked: Standing;
  onFree: ((row: BlockedCardRow) => void) | null;
}) {
  const { say, dates } = useTongue();
  return (
    <List
      label={say('residents.cards')}
      asked={{ ...asked, trouble: null, rows: asked.answer?.cards ?? (asked.trouble === null ? null : []) }}
      empty={<Empty icon={CheckCircle} title={say('residents.noCards')} how={say('residents.noCardsHow')} />}
      rowKey={(row) => row.token}
      columns={[
        { name: say('residents.card'), cell: (row) => <code>{row.token.slice(0, 12)}</code> },
        { name: say('residents.from'), cell: (row) => row.hut?.name ?? '' },
        { name: say('residents.since'), cell: (row) => dates.short(row.since) },
        ...(onFree === null
          ? []
          : [
              {
                name: say('residents.free'),
                acts: true,
                cell: (row: BlockedCardRow) => (
                  <RowButton
                    name={say('residents.free')}
                    of={say('residents.freeOf', { card: row.token.slice(0, 12) })}
                    onPress={() => onFree(row)}
                  />
                ),
              },
            ]),
      ]}
    />
  );
}
