import { useState } from 'react';
import { Lending } from '../../../domain/desk/rows.ts';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { useAsked } from '../app/asked.ts';
import { usePages } from '../app/pages-of.ts';
import { useTongue } from '../app/seen.ts';
import { Choose } from '../pieces/form.tsx';
import { Stock } from '../pieces/icons.ts';
import { LendingChip } from '../pieces/lending-chip.tsx';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { nameIn } from '../words/words.ts';

/** The things of all huts and where they are. `of`: one hut, chosen by a link. */
export function StockPage({ of }: { of: string | null }) {
  const { say, dates, language } = useTongue();
  const [hut, setHut] = useState(of ?? '');
  const [kind, setKind] = useState('');
  const [lending, setLending] = useState<Lending | ''>('');
  const huts = useAsked('huts', {});
  const terms = useAsked('terms', {});
  const asked = usePages('stock', {
    hut: hut || null,
    kind: kind || null,
    lending: lending || null,
  });
  const kinds = terms.answer?.rows.map((row) => row.kind) ?? kindCatalogue;
  const kindName = new Map(kinds.map((each) => [each.kind, nameIn(language, each.name)]));
  const title = say('pages.stock');
  return (
    <Page title={title} lead={say('stock.lead')} exports="stock">
      <div className="filters">
        <Choose
          name={say('stock.hut')}
          value={hut}
          onChoose={setHut}
          options={[
            { value: '', name: say('allHuts') },
            ...(huts.answer?.rows ?? []).map((row) => ({ value: row.hut, name: row.name })),
          ]}
        />
        <Choose
          name={say('stock.kind')}
          value={kind}
          onChoose={setKind}
          options={[
            { value: '', name: say('stock.allKinds') },
            ...kinds.map((each) => ({ value: each.kind, name: nameIn(language, each.name) })),
          ]}
        />
        <Choose
          name={say('stock.where')}
          value={lending}
          onChoose={setLending}
          options={[
            { value: '', name: say('stock.anywhere') },
            ...Lending.options.map((value) => ({ value, name: say(`lending.${value}`) })),
          ]}
        />
      </div>
      <List
        asked={asked}
        empty={<Empty icon={Stock} title={say('stock.empty')} how={say('stock.emptyHow')} />}
        label={title}
        rowKey={(row) => `${row.hut} ${row.item}`}
        columns={[
          { name: say('stock.thing'), cell: (row) => nameIn(language, row.name) },
          { name: say('stock.where'), cell: (row) => <LendingChip lending={row.lending} /> },
          { name: say('stock.hut'), cell: (row) => row.hutName },
          { name: say('stock.kind'), cell: (row) => kindName.get(row.kind) ?? row.kind },
          { name: say('stock.barcode'), cell: (row) => row.barcode },
          { name: say('stock.condition'), cell: (row) => say(`condition.${row.condition}`) },
          { name: say('stock.due'), cell: (row) => (row.due === null ? '' : dates.short(row.due)) },
        ]}
      />
    </Page>
  );
}
