import { useAsked } from '../app/asked.ts';
import { usePages } from '../app/pages-of.ts';
import { useTongue } from '../app/seen.ts';
import { Audit } from '../pieces/icons.ts';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';
import { sayCode } from '../words/words.ts';

/** Who did what at the desk. */
export function AuditPage() {
  const { say, dates } = useTongue();
  const { rows, more, trouble, again } = usePages('audit', {});
  const huts = useAsked('huts', {});
  const hutName = new Map(huts.answer?.rows.map((row) => [row.hut, row.name]));
  const title = say('pages.audit');
  return (
    <Page title={title} lead={say('audit.lead')} exports="audit">
      {rows === null ? (
        <Waiting trouble={trouble} again={again} />
      ) : rows.length === 0 ? (
        <Empty icon={Audit} title={say('audit.empty')} how={say('audit.lead')} />
      ) : (
        <>
          <Told trouble={trouble} />
          <Table
            label={title}
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              { name: say('audit.what'), cell: (row) => sayCode(say, 'deed', row.what) },
              { name: say('audit.who'), cell: (row) => row.who ?? say('audit.nobody') },
              { name: say('audit.at'), cell: (row) => dates.long(row.at) },
              {
                name: say('huts.name'),
                cell: (row) => (row.hut === null ? '' : (hutName.get(row.hut) ?? row.hut)),
              },
              { name: say('audit.about'), cell: (row) => row.about ?? '' },
              { name: say('audit.from'), cell: (row) => row.from },
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
