import type { HutRow } from '../../../domain/desk/rows.ts';
import { useAsked } from '../app/asked.ts';
import { hrefOf } from '../app/route.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Chip, type Tone } from '../pieces/icon.tsx';
import { CheckCircle, Hourglass, Hut, Warning, XCircle } from '../pieces/icons.ts';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';

/** How often the page looks again, milliseconds. */
const lookEvery = 10_000;
/** A hut calls at least every quarter of an hour; after three of them somebody should ask why it does not. */
const quietAfter = 45 * 60_000;

/** All huts: how each is, and when it last sent something. */
export function HutsPage() {
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
  const isQuiet = (row: HutRow) => row.lastSeenAt !== null && now - row.lastSeenAt > quietAfter;
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
            { name: say('huts.name'), cell: (row) => <a href={hrefOf('stock', row.hut)}>{row.name}</a> },
            { name: say('huts.state'), cell: (row) => <HealthChip row={row} quiet={isQuiet(row)} /> },
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

function HealthChip({ row, quiet }: { row: HutRow; quiet: boolean }) {
  const { say } = useTongue();
  const [tone, icon, words]: [Tone, typeof Hut, string] =
    row.state === 'revoked'
      ? ['bad', XCircle, say('health.revoked')]
      : row.state !== 'active'
        ? ['wait', Hourglass, say(`health.${row.state}`)]
        : quiet
          ? ['wait', Hourglass, say('huts.quiet')]
          : row.level === null
            ? ['place', Hourglass, say('health.unknown')]
            : row.level === 'ok'
              ? ['ok', CheckCircle, say('health.ok')]
              : row.level === 'attention'
                ? ['wait', Warning, say('health.attention')]
                : ['bad', XCircle, say('health.broken')];
  return (
    <Chip tone={tone} icon={icon}>
      {words}
    </Chip>
  );
}
