import { useState } from 'react';
import { ServiceDraft, type ServiceRow } from '../../../domain/desk/streams.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Both } from '../pieces/both.tsx';
import { Confirm, RowButton } from '../pieces/confirm.tsx';
import { DraftPanel } from '../pieces/draft-panel.tsx';
import { Choose, useAct } from '../pieces/form.tsx';
import { Services } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { nameIn } from '../words/words.ts';

/** The two public lists, as every hut shows them. */
export function ServicesPage() {
  const { say, language } = useTongue();
  const { answer, trouble, again } = useAsked('services', {});
  const may = useMay('publish');
  const [editing, setEditing] = useState<ServiceRow | null>(null);
  const [ending, setEnding] = useState<ServiceRow | null>(null);
  const title = say('pages.services');
  return (
    <Page title={title} lead={say('services.lead')}>
      {may && (
        <Draft
          key={editing?.service ?? 'new'}
          row={editing}
          onSent={again}
          onClose={() => setEditing(null)}
        />
      )}
      <List
        label={title}
        asked={{ rows: answer?.rows ?? null, trouble, again }}
        empty={<Empty icon={Services} title={say('services.empty')} how={say('services.emptyHow')} />}
        rowKey={(row) => row.service}
        columns={[
          { name: say('services.name'), cell: (row) => nameIn(language, row.name) },
          { name: say('services.list'), cell: (row) => say(`services.lists.${row.list}`) },
          { name: say('services.what'), cell: (row) => nameIn(language, row.what) },
          { name: say('services.by'), cell: (row) => (row.by === null ? '' : nameIn(language, row.by)) },
          ...(may
            ? [
                {
                  name: say('services.edit'),
                  acts: true,
                  cell: (row: ServiceRow) => (
                    <>
                      <RowButton
                        name={say('services.edit')}
                        of={say('services.editOf', { name: nameIn(language, row.name) })}
                        onPress={() => setEditing(row)}
                      />{' '}
                      <RowButton
                        name={say('services.end')}
                        of={say('services.endOf', { name: nameIn(language, row.name) })}
                        onPress={() => setEnding(row)}
                      />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {ending && (
        <Confirm
          title={say('services.endAsk', { name: nameIn(language, ending.name) })}
          how={say('services.endHow')}
          go={say('services.end')}
          act={() => ask('service-end', { service: ending.service })}
          onDone={again}
          onClose={() => setEnding(null)}
        />
      )}
    </Page>
  );
}

const nothing = { zh: '', en: '' };

function Draft({
  row,
  onSent,
  onClose,
}: {
  row: ServiceRow | null;
  onSent: () => void;
  onClose: () => void;
}) {
  const { say, language } = useTongue();
  const { busy, trouble, act, setTrouble } = useAct();
  const [typed, setTyped] = useState({
    list: row?.list ?? ('shared' as const),
    name: row?.name ?? nothing,
    what: row?.what ?? nothing,
    by: row?.by ?? nothing,
  });
  const [sent, setSent] = useState(false);
  const change = (part: Partial<typeof typed>) => {
    setTyped({ ...typed, ...part });
    setSent(false);
  };
  const title =
    row === null ? say('services.make') : say('services.editOf', { name: nameIn(language, row.name) });
  const go = () => {
    const nobody = typed.by.zh.trim() === '' && typed.by.en.trim() === '';
    const draft = ServiceDraft.safeParse({ ...typed, by: nobody ? null : typed.by });
    if (!draft.success) return setTrouble({ code: 'bad-request', message: '' });
    void act(
      () => ask('service-publish', { service: row?.service ?? null, draft: draft.data }),
      () => {
        setSent(true);
        onSent();
        if (row === null) setTyped({ list: typed.list, name: nothing, what: nothing, by: nothing });
      },
    );
  };
  return (
    <DraftPanel
      title={title}
      go={say('services.go')}
      busy={busy}
      trouble={trouble}
      sent={sent ? say('services.sent') : null}
      onGo={go}
      onClose={row === null ? null : onClose}
    >
      <Choose
        name={say('services.list')}
        value={typed.list}
        onChoose={(list) => change({ list })}
        options={(['shared', 'individual'] as const).map((value) => ({
          value,
          name: say(`services.lists.${value}`),
        }))}
      />
      <div className="columns">
        <Both
          name={say('services.name')}
          value={typed.name}
          most={{ zh: 16, en: 40 }}
          onChange={(name) => change({ name })}
        />
        <Both
          name={say('services.what')}
          how={say('services.whatHow')}
          value={typed.what}
          most={{ zh: 60, en: 120 }}
          onChange={(what) => change({ what })}
        />
        <Both
          name={say('services.by')}
          how={say('services.byHow')}
          value={typed.by}
          most={{ zh: 20, en: 40 }}
          required={false}
          onChange={(by) => change({ by })}
        />
      </div>
    </DraftPanel>
  );
}
