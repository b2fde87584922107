import type { ErasureRow } from '../../../domain/desk/streams.ts';
import { usePages } from '../app/pages-of.ts';
import { hrefOf } from '../app/route.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Chip } from '../pieces/icon.tsx';
import { CheckCircle, Hourglass } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';

/** Who is to be forgotten, and which huts have done it. */
export function ErasuresPage() {
  const { say, dates } = useTongue();
  const keeps = useMay('keep-residents');
  const asked = usePages('erasures', {});
  const title = say('pages.erasures');
  const done = (row: ErasureRow) => row.huts.filter(({ state }) => state === 'done').length;
  const hutWords = ({ name: hut, state, doneAt, lastSeenAt }: ErasureRow['huts'][number]): string => {
    if (state === 'done')
      return say('erasures.hutDone', { hut, time: doneAt === null ? '' : dates.short(doneAt) });
    if (state === 'things-out') return say('erasures.things-out', { hut });
    return lastSeenAt === null
      ? say('erasures.waitsFirst', { hut })
      : say('erasures.waits', { hut, time: dates.short(lastSeenAt) });
  };
  return (
    <Page title={title} lead={say('erasures.lead')}>
      <List
        label={title}
        asked={asked}
        empty={
          <Empty icon={CheckCircle} title={say('erasures.empty')} how={say('erasures.emptyHow')}>
            {keeps && (
              <a className="btn btn--go" href={hrefOf('residents')}>
                {say('erasures.emptyGo')}
              </a>
            )}
          </Empty>
        }
        rowKey={(row) => row.person}
        columns={[
          { name: say('erasures.who'), cell: (row) => <code>{row.person.slice(-6)}</code> },
          { name: say('erasures.at'), cell: (row) => dates.long(row.at) },
          {
            name: say('erasures.done'),
            cell: (row) => (
              <Chip
                tone={done(row) === row.huts.length ? 'ok' : 'wait'}
                icon={done(row) === row.huts.length ? CheckCircle : Hourglass}
              >
                {row.huts.length === 0
                  ? say('erasures.nowhere')
                  : say('erasures.of', { done: done(row), all: row.huts.length })}
              </Chip>
            ),
          },
          {
            name: say('erasures.huts'),
            cell: (row) =>
              row.huts.length > 0 && (
                <ul className="plain">
                  {row.huts.map((hut) => (
                    <li key={hut.hut}>{hutWords(hut)}</li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </Page>
  );
}
