import { useState } from 'react';
import type { OverdueRow } from '../../../domain/desk/rows.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { useAct } from '../pieces/form.tsx';
import { Icon } from '../pieces/icon.tsx';
import { CheckCircle, Phone } from '../pieces/icons.ts';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';
import { nameIn } from '../words/words.ts';

/** What is past its time, and whom to call. */
export function OverduePage() {
  const { say, dates, language } = useTongue();
  const { answer, trouble, again } = useAsked('overdue', {});
  const title = say('pages.overdue');
  if (answer === null) {
    return (
      <Page title={title}>
        <Waiting trouble={trouble} again={again} />
      </Page>
    );
  }
  return (
    <Page title={title} lead={say('overdue.lead')} exports="overdue">
      <Told trouble={trouble} />
      {answer.rows.length === 0 ? (
        <Empty icon={CheckCircle} title={say('overdue.empty')} how={say('overdue.emptyHow')} />
      ) : (
        <Table
          label={title}
          rows={answer.rows}
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
            { name: say('overdue.phone'), acts: true, cell: (row) => <Calling row={row} onCalled={again} /> },
          ]}
        />
      )}
    </Page>
  );
}

/** The number, once somebody asks for it, and a note that the call was made. */
function Calling({ row, onCalled }: { row: OverdueRow; onCalled: () => void }) {
  const { say, dates, language } = useTongue();
  const may = useMay('see-phone');
  const { busy, trouble, act } = useAct();
  const [phone, setPhone] = useState<string | null>(null);
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
            onClick={() => void act(() => ask('called', { hut, loan }), onCalled)}
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
      {row.calledAt !== null && (
        <small>{say('overdue.calledAt', { who: row.calledBy ?? '', time: dates.short(row.calledAt) })}</small>
      )}
      <Told trouble={trouble} />
    </div>
  );
}
