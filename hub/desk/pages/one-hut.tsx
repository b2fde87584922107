import type { ReactNode } from 'react';
import { type HealthPart, healthParts } from '../../../domain/contract/health.ts';
import { useAsked } from '../app/asked.ts';
import { hrefOf } from '../app/route.ts';
import { useTongue } from '../app/seen.ts';
import { HutChip, LevelChip } from '../pieces/hut-chip.tsx';
import { Hourglass } from '../pieces/icons.ts';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';
import { healthLines } from '../words/health-lines.ts';

/** How often the page looks again, milliseconds. */
const lookEvery = 10_000;

/** One hut: how it is part by part, when it said so, and what its log says of it. */
export function OneHut({ hut }: { hut: string }) {
  const { say, dates, language } = useTongue();
  const { answer, trouble, again } = useAsked('hut', { hut }, lookEvery);
  const back = <a href={hrefOf('huts')}>{say('oneHut.all')}</a>;
  if (answer === null) {
    return (
      <Page title={say('pages.huts')}>
        <Waiting trouble={trouble} again={again} />
        <p>{back}</p>
      </Page>
    );
  }
  const { detail, now } = answer;
  const { row, report, doubtedDoors, restoredAt, keeperCalledAt } = detail;
  const facts: [name: string, fact: ReactNode][] = [
    [say('huts.state'), <HutChip key="state" row={row} now={now} />],
    [say('huts.seen'), row.lastSeenAt === null ? say('huts.never') : dates.ago(row.lastSeenAt, now)],
    [say('oneHut.events'), row.lastSeq],
    [
      say('huts.things'),
      <a key="things" href={hrefOf('stock', row.hut)}>
        {say('oneHut.things', { things: row.things, out: row.out })}
      </a>,
    ],
    [say('huts.overdue'), row.overdue],
    [say('huts.cases'), row.openCases],
    ...(doubtedDoors.length > 0 ? [[say('oneHut.doors'), doubtedDoors.join(' · ')] as [string, string]] : []),
    ...(restoredAt === null ? [] : [[say('oneHut.restored'), dates.long(restoredAt)] as [string, string]]),
    ...(keeperCalledAt === null
      ? []
      : [[say('oneHut.called'), dates.ago(keeperCalledAt, now)] as [string, string]]),
  ];
  return (
    <Page title={row.name} lead={say('oneHut.lead')}>
      <Told trouble={trouble} />
      <p className="back">{back}</p>
      <section className="panel">
        <dl className="facts">
          {facts.map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
        </dl>
      </section>
      <h2 className="section">{say('oneHut.health')}</h2>
      {report === null ? (
        <Empty icon={Hourglass} title={say('oneHut.empty')} how={say('oneHut.emptyHow')} />
      ) : (
        <>
          <p className="note">{say('oneHut.saidAt', { time: dates.ago(report.receivedAt, now) })}</p>
          <Table<HealthPart>
            label={say('oneHut.health')}
            rows={healthParts}
            rowKey={(part) => part}
            columns={[
              { name: say('oneHut.part'), cell: (part) => say(`part.${part}`) },
              {
                name: say('huts.state'),
                cell: (part) => <LevelChip level={report.health[part].level} />,
              },
              {
                name: say('oneHut.words'),
                cell: (part) => healthLines(say, dates, language)[part](report.health),
              },
            ]}
          />
        </>
      )}
    </Page>
  );
}
