import { useState } from 'react';
import { usePages } from '../app/pages-of.ts';
import { useTongue } from '../app/seen.ts';
import { Choose } from '../pieces/form.tsx';
import { Loans } from '../pieces/icons.ts';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';
import { nameIn } from '../words/words.ts';

/** Loans across huts, newest first. */
export function LoansPage() {
  const { say, dates, language } = useTongue();
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const { rows, more, trouble, again } = usePages('loans', { hut: null, open: which === 'open' });
  const title = say('pages.loans');
  return (
    <Page title={title} lead={say('loans.lead')} exports="loans">
      <div className="filters">
        <Choose
          name={say('loans.which')}
          value={which}
          onChoose={setWhich}
          options={[
            { value: 'open', name: say('loans.open') },
            { value: 'all', name: say('loans.all') },
          ]}
        />
      </div>
      {rows === null ? (
        <Waiting trouble={trouble} again={again} />
      ) : rows.length === 0 ? (
        <Empty icon={Loans} title={say('loans.empty')} how={say('loans.emptyHow')} />
      ) : (
        <>
          <Told trouble={trouble} />
          <Table
            label={title}
            rows={rows}
            rowKey={(row) => `${row.hut} ${row.loan}`}
            columns={[
              { name: say('loans.thing'), cell: (row) => nameIn(language, row.name) },
              { name: say('loans.hut'), cell: (row) => row.hutName },
              { name: say('loans.begun'), cell: (row) => dates.short(row.begunAt) },
              { name: say('loans.due'), cell: (row) => dates.short(row.due) },
              {
                name: say('loans.returned'),
                cell: (row) =>
                  row.returnedAt === null
                    ? say('loans.notYet')
                    : row.returnedHut === null
                      ? dates.short(row.returnedAt)
                      : say('loans.elsewhere', { time: dates.short(row.returnedAt), hut: row.returnedHut }),
              },
              { name: say('loans.person'), cell: (row) => <code>{row.person.slice(-6)}</code> },
            ]}
          />
          {more && (
            <p>
              <button type="button" className="btn" onClick={more}>
                {say('more')}
              </button>
            </p>
          )}
        </>
      )}
    </Page>
  );
}
