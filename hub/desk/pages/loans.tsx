import { useState } from 'react';
import { usePages } from '../app/pages-of.ts';
import { hrefOf } from '../app/route.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Choose } from '../pieces/form.tsx';
import { Loans } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { nameIn } from '../words/words.ts';

/** Loans across huts, newest first. */
export function LoansPage() {
  const { say, dates, language } = useTongue();
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const asked = usePages('loans', { hut: null, open: which === 'open' });
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
      <List
        asked={asked}
        empty={<Empty icon={Loans} title={say('loans.empty')} how={say('loans.emptyHow')} />}
        label={title}
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
          { name: say('loans.person'), cell: (row) => <Person person={row.person} /> },
        ]}
      />
    </Page>
  );
}

/** By reference alone; for whoever may look somebody up, the way to it. */
function Person({ person }: { person: string }) {
  const short = <code>{person.slice(-6)}</code>;
  return useMay('keep-residents') ? <a href={hrefOf('residents', person)}>{short}</a> : short;
}
