import { useState } from 'react';
import type { Preview, TermsRow } from '../../../domain/desk/rows.ts';
import { Kind, Trust } from '../../../domain/stock/kinds.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Choose, Field, Form, useAct } from '../pieces/form.tsx';
import { Page, Told, Waiting } from '../pieces/page.tsx';
import { PreviewOf } from '../pieces/preview.tsx';
import { Table } from '../pieces/table.tsx';
import { nameIn } from '../words/words.ts';

/** Kinds and the terms on which they are lent. */
export function TermsPage() {
  const { say, language } = useTongue();
  const { answer, trouble, again } = useAsked('terms', {});
  const may = useMay('publish');
  const [editing, setEditing] = useState<Kind | null>(null);
  const [sent, setSent] = useState(false);
  const title = say('pages.terms');
  if (answer === null) {
    return (
      <Page title={title}>
        <Waiting trouble={trouble} again={again} />
      </Page>
    );
  }
  const edit = (row: TermsRow) => {
    setSent(false);
    setEditing(row.kind);
  };
  return (
    <Page title={title} lead={say('terms.lead')}>
      <Told trouble={trouble} />
      <div role="status">{sent && <p className="told told--ok">{say('terms.sent')}</p>}</div>
      {editing && (
        <Editor
          key={editing.kind}
          kind={editing}
          onClose={() => setEditing(null)}
          onSent={() => {
            setEditing(null);
            setSent(true);
            again();
          }}
        />
      )}
      <Table
        label={title}
        rows={answer.rows}
        rowKey={(row) => row.kind.kind}
        columns={[
          { name: say('terms.kind'), cell: (row) => nameIn(language, row.kind.name) },
          { name: say('terms.days'), number: true, cell: (row) => row.kind.termDays },
          { name: say('terms.renewals'), number: true, cell: (row) => row.kind.renewals },
          { name: say('terms.trust'), cell: (row) => say(`trust.${row.kind.trust}`) },
          {
            name: say('terms.inspect'),
            cell: (row) => say(row.kind.inspectAfterReturn ? 'terms.yes' : 'terms.no'),
          },
          {
            name: say('terms.source'),
            cell: (row) => say(row.published ? 'terms.published' : 'terms.standard'),
          },
          { name: say('terms.things'), number: true, cell: (row) => row.things },
          ...(may
            ? [
                {
                  name: say('terms.edit'),
                  acts: true,
                  cell: (row: TermsRow) => (
                    <button
                      type="button"
                      className="btn btn--small"
                      aria-label={say('terms.editOf', { kind: nameIn(language, row.kind.name) })}
                      onClick={() => edit(row)}
                    >
                      {say('terms.edit')}
                    </button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Page>
  );
}

function Editor({ kind, onClose, onSent }: { kind: Kind; onClose: () => void; onSent: () => void }) {
  const { say, language } = useTongue();
  const { busy, trouble, act, setTrouble } = useAct();
  const [typed, setTyped] = useState({
    ...kind,
    termDays: String(kind.termDays),
    renewals: String(kind.renewals),
  });
  const [seen, setSeen] = useState<{ kind: Kind; preview: Preview } | null>(null);
  const change = (part: Partial<typeof typed>) => {
    setTyped({ ...typed, ...part });
    setSeen(null);
  };
  const look = () => {
    const parsed = Kind.safeParse({
      ...typed,
      termDays: Number(typed.termDays),
      renewals: Number(typed.renewals),
    });
    if (!parsed.success) return setTrouble({ code: 'bad-request', message: parsed.error.message });
    void act(
      () => ask('terms-preview', { kind: parsed.data }),
      (preview) => setSeen({ kind: parsed.data, preview }),
    );
  };
  const title = say('terms.editing', { kind: nameIn(language, kind.name) });
  return (
    <section className="panel">
      <h2>{title}</h2>
      <Form
        label={title}
        go={say('terms.preview')}
        busy={busy}
        trouble={trouble}
        onGo={look}
        beside={
          <button type="button" className="btn" onClick={onClose}>
            {say('cancel')}
          </button>
        }
      >
        <div className="columns">
          <Field
            name={say('terms.days')}
            type="number"
            min={1}
            max={90}
            required
            value={typed.termDays}
            onChange={(event) => change({ termDays: event.currentTarget.value })}
          />
          <Field
            name={say('terms.renewals')}
            type="number"
            min={0}
            max={5}
            required
            value={typed.renewals}
            onChange={(event) => change({ renewals: event.currentTarget.value })}
          />
          <Choose
            name={say('terms.trust')}
            value={typed.trust}
            onChoose={(trust) => change({ trust })}
            options={Trust.options.map((value) => ({ value, name: say(`trust.${value}`) }))}
          />
          <Choose
            name={say('terms.inspect')}
            value={typed.inspectAfterReturn ? 'yes' : 'no'}
            onChoose={(answer) => change({ inspectAfterReturn: answer === 'yes' })}
            options={(['yes', 'no'] as const).map((value) => ({ value, name: say(`terms.${value}`) }))}
          />
        </div>
      </Form>
      {seen && (
        <>
          <PreviewOf preview={seen.preview} />
          <p className="form__acts">
            <button
              type="button"
              className="btn btn--go"
              disabled={busy}
              onClick={() => void act(() => ask('terms-publish', { kind: seen.kind }), onSent)}
            >
              {say('terms.publish')}
            </button>
          </p>
        </>
      )}
    </section>
  );
}
