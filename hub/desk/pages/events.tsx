import { useState } from 'react';
import { EventDraft, type EventRow } from '../../../domain/desk/streams.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Both } from '../pieces/both.tsx';
import { Confirm, RowButton } from '../pieces/confirm.tsx';
import { DraftPanel } from '../pieces/draft-panel.tsx';
import { Field, useAct } from '../pieces/form.tsx';
import { Events } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { nameIn } from '../words/words.ts';

/** What is on in the street. Huts show today's on their first screen, and all that is to come. */
export function EventsPage() {
  const { say, dates, language } = useTongue();
  const { answer, trouble, again } = useAsked('events', {});
  const may = useMay('publish');
  const [editing, setEditing] = useState<EventRow | null>(null);
  const [ending, setEnding] = useState<EventRow | null>(null);
  const title = say('pages.events');
  return (
    <Page title={title} lead={say('events.lead')}>
      {may && (
        <Draft key={editing?.event ?? 'new'} row={editing} onSent={again} onClose={() => setEditing(null)} />
      )}
      <List
        label={title}
        asked={{ rows: answer?.rows ?? null, trouble, again }}
        empty={<Empty icon={Events} title={say('events.empty')} how={say('events.emptyHow')} />}
        rowKey={(row) => row.event}
        columns={[
          { name: say('events.name'), cell: (row) => nameIn(language, row.name) },
          { name: say('events.place'), cell: (row) => nameIn(language, row.place) },
          { name: say('events.from'), cell: (row) => dates.long(row.from) },
          { name: say('events.until'), cell: (row) => dates.long(row.until) },
          { name: say('events.seats'), number: true, cell: (row) => row.seats ?? '' },
          ...(may
            ? [
                {
                  name: say('events.edit'),
                  acts: true,
                  cell: (row: EventRow) => (
                    <>
                      <RowButton
                        name={say('events.edit')}
                        of={say('events.editOf', { name: nameIn(language, row.name) })}
                        onPress={() => setEditing(row)}
                      />{' '}
                      <RowButton
                        name={say('events.end')}
                        of={say('events.endOf', { name: nameIn(language, row.name) })}
                        onPress={() => setEnding(row)}
                      />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {ending && (
        <Confirm
          title={say('events.endAsk', { name: nameIn(language, ending.name) })}
          how={say('events.endHow')}
          go={say('events.end')}
          act={() => ask('event-end', { event: ending.event })}
          onDone={again}
          onClose={() => setEnding(null)}
        />
      )}
    </Page>
  );
}

const nothing = { zh: '', en: '' };

/** A moment as a field of date and time takes it, in the time of whoever types. */
function typedAt(at: number): string {
  const moment = new Date(at);
  return new Date(at - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Draft({ row, onSent, onClose }: { row: EventRow | null; onSent: () => void; onClose: () => void }) {
  const { say, language } = useTongue();
  const { busy, trouble, act, setTrouble } = useAct();
  const [typed, setTyped] = useState({
    name: row?.name ?? nothing,
    place: row?.place ?? nothing,
    from: row === null ? '' : typedAt(row.from),
    until: row === null ? '' : typedAt(row.until),
    seats: row?.seats?.toString() ?? '',
  });
  const [sent, setSent] = useState(false);
  const change = (part: Partial<typeof typed>) => {
    setTyped({ ...typed, ...part });
    setSent(false);
  };
  const title =
    row === null ? say('events.make') : say('events.editOf', { name: nameIn(language, row.name) });
  const go = () => {
    const draft = EventDraft.safeParse({
      name: typed.name,
      place: typed.place,
      from: new Date(typed.from).getTime(),
      until: new Date(typed.until).getTime(),
      seats: typed.seats === '' ? null : Number(typed.seats),
    });
    if (!draft.success) return setTrouble({ code: 'bad-request', message: '' });
    void act(
      () => ask('event-publish', { event: row?.event ?? null, draft: draft.data }),
      () => {
        setSent(true);
        onSent();
        if (row === null) setTyped({ name: nothing, place: nothing, from: '', until: '', seats: '' });
      },
    );
  };
  return (
    <DraftPanel
      title={title}
      go={say('events.go')}
      busy={busy}
      trouble={trouble}
      sent={sent ? say('events.sent') : null}
      onGo={go}
      onClose={row === null ? null : onClose}
    >
      <div className="columns">
        <Both
          name={say('events.name')}
          value={typed.name}
          most={{ zh: 20, en: 48 }}
          onChange={(name) => change({ name })}
        />
        <Both
          name={say('events.place')}
          value={typed.place}
          most={{ zh: 20, en: 48 }}
          onChange={(place) => change({ place })}
        />
        <Field
          type="datetime-local"
          name={say('events.from')}
          value={typed.from}
          required
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <Field
          type="datetime-local"
          name={say('events.until')}
          how={say('events.untilHow')}
          value={typed.until}
          required
          onChange={(event) => change({ until: event.currentTarget.value })}
        />
        <Field
          type="number"
          name={say('events.seats')}
          how={say('events.seatsHow')}
          value={typed.seats}
          min={1}
          max={10_000}
          onChange={(event) => change({ seats: event.currentTarget.value })}
        />
      </div>
    </DraftPanel>
  );
}
