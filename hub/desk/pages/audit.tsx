import { useAsked } from '../app/asked.ts';
import { usePages } from '../app/pages-of.ts';
import { useTongue } from '../app/seen.ts';
import { Audit } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { sayCode } from '../words/words.ts';

/** Who did what at the desk. */
export function AuditPage() {
  const { say, dates } = useTongue();
  const asked = usePages('audit', {});
  const huts = useAsked('huts', {});
  const hutName = new Map(huts.answer?.rows.map((row) => [row.hut, row.name]));
  const title = say('pages.audit');
  return (
    <Page title={title} lead={say('audit.lead')} exports="audit">
      <List
        asked={asked}
        empty={<Empty icon={Audit} title={say('audit.empty')} how={say('audit.lead')} />}
        label={title}
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
    </Page>
  );
}
