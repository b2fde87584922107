import { useState } from 'react';
import type { OverdueRow } from '../../../domain/desk/rows.ts';
import { ask } from '../app/ask.ts';
import { usePages } from '../app/pages-of.ts';
import { useMay, useSeen, useTongue } from '../app/seen.ts';
import { useAct } from '../pieces/form.tsx';
import { Icon } from '../pieces/icon.tsx';
import { CheckCircle, Phone } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page, Told } from '../pieces/page.tsx';
import { nameIn } from '../words/words.ts';

/** What is past its time, and whom to call. */
export function OverduePage() {
  const { say, dates, language } = useTongue();
  const asked = usePages('overdue', {});
  const title = say('pages.overdue');
  return (
    <Page title={title} lead={say('overdue.lead')} exports="overdue">
      <List
        asked={asked}
        empty={<Empty icon={CheckCircle} title={say('overdue.empty')} how={say('overdue.emptyHow')} />}
        label={title}
        rowKey={(row) => `${row.hut} ${row.loan}`}
        columns={[
          { name: say('overdue.thing'), cell: (row) => nameIn(language, row.name) },
          { name: say('overdue.hut'), cell: (row) => row.hutName },
          { name: say('overdue.due'), cell: (row) => dates.short(row.due) },
          {
            name: say('overdue.late'),
            number: true,
            cell: (row) => (
              <strong className="late">
                {row.days === 0 ? say('overdue.today') : say('overdue.days', { count: row.days })}
              </strong>
            ),
          },
          { name: say('overdue.phone'), acts: true, cell: (row) => <Calling row={row} /> },
        ]}
      />
    </Page>
  );
}

/**
 * The number, once somebody asks for it, and a note that the call was made. The note is shown here at once: the list is
 * not asked for anew, so that whoever calls one after the other keeps their place.
 */
function Calling({ row }: { row: OverdueRow }) {
  const { say, dates, language } = useTongue();
  const may = useMay('see-phone');
  const { busy, trouble, act } = useAct();
  const { me } = useSeen();
  const [phone, setPhone] = useState<string | null>(null);
  const [last, setLast] = useState({ at: row.calledAt, by: row.calledBy });
  const thing = nameIn(language, row.name);
  const { hut, loan } = row;
  return (
    <div className="calling">
      {row.phoneMasked === null ? (
        <span>{say('overdue.noPhone')}</span>
      ) : phone !== null ? (
        <>
          <a className="calling__number" href={`tel:${phone}`}>
            {phone.replace(/^(\d{3})(\d{4})/, '$1 $2 ')}
          </a>
          <button
            type="button"
            className="btn btn--small"
            aria-label={say('overdue.calledOf', { thing })}
            disabled={busy}
            onClick={() =>
              void act(
                () => ask('called', { hut, loan }),
                () => setLast({ at: Date.now(), by: me?.name ?? null }),
              )
            }
          >
            {say('overdue.called')}
          </button>
        </>
      ) : (
        <>
          <span>{row.phoneMasked}</span>
          {may && (
            <button
              type="button"
              className="btn btn--small"
              aria-label={say('overdue.showOf', { thing })}
              disabled={busy}
              onClick={() =>
                void act(
                  () => ask('phone', { hut, loan }),
                  (given) => setPhone(given.phone),
                )
              }
            >
              <Icon of={Phone} />
              {say('overdue.show')}
            </button>
          )}
        </>
      )}
      {last.at !== null && (
        <small>{say('overdue.calledAt', { who: last.by ?? '', time: dates.short(last.at) })}</small>
      )}
      <Told trouble={trouble} />
    </div>
  );
}
