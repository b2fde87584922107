import { useAsked } from '../app/asked.ts';
import { hrefOf } from '../app/route.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { HutChip } from '../pieces/hut-chip.tsx';
import { Hut } from '../pieces/icons.ts';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';
import { OneHut } from './one-hut.tsx';

/** How often the page looks again, milliseconds. */
const lookEvery = 10_000;
/** All huts, or the one that `of` names. */
export const HutsPage = ({ of }: { of: string | null }) => (of === null ? <AllHuts /> : <OneHut hut={of} />);

/** How each hut is, and when it last sent something. */
function AllHuts() {
  const { say, dates } = useTongue();
  const { answer, trouble, again } = useAsked('huts', {}, lookEvery);
  const enrols = useMay('enrol');
  const title = say('pages.huts');
  if (answer === null) {
    return (
      <Page title={title}>
        <Waiting trouble={trouble} again={again} />
      </Page>
    );
  }
  const { rows, now } = answer;
  return (
    <Page title={title} lead={say('huts.lead')} exports="huts">
      <Told trouble={trouble} />
      {rows.length === 0 ? (
        <Empty icon={Hut} title={say('huts.empty')} how={say(enrols ? 'huts.emptyHow' : 'huts.emptyKeeper')}>
          {enrols && (
            <a className="btn btn--go" href={hrefOf('keys')}>
              {say('huts.emptyGo')}
            </a>
          )}
        </Empty>
      ) : (
        <Table
          label={title}
          rows={rows}
          rowKey={(row) => row.hut}
          columns={[
            { name: say('huts.name'), cell: (row) => <a href={hrefOf('huts', row.hut)}>{row.name}</a> },
            { name: say('huts.state'), cell: (row) => <HutChip row={row} now={now} /> },
            {
              name: say('huts.seen'),
              cell: (row) => (row.lastSeenAt === null ? say('huts.never') : dates.ago(row.lastSeenAt, now)),
            },
            { name: say('huts.things'), number: true, cell: (row) => row.things },
            { name: say('huts.out'), number: true, cell: (row) => row.out },
            { name: say('huts.overdue'), number: true, cell: (row) => <Count of={row.overdue} /> },
            { name: say('huts.look'), number: true, cell: (row) => row.look },
            { name: say('huts.cases'), number: true, cell: (row) => <Count of={row.openCases} /> },
          ]}
        />
      )}
    </Page>
  );
}

/** A number that somebody should do something about stands out, unless it is none. */
const Count = ({ of }: { of: number }) => (of > 0 ? <strong className="late">{of}</strong> : 0);
