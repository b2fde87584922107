import { useState } from 'react';
import type { TermsRow } from '../../../domain/desk/rows.ts';
import type { Kind } from '../../../domain/stock/kinds.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';
import { nameIn } from '../words/words.ts';
import { emptyKind, TermsEditor } from './terms-editor.tsx';

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
  const begin = (kind: Kind) => {
    setSent(false);
    setEditing(kind);
  };
  return (
    <Page title={title} lead={say('terms.lead')}>
      <Told trouble={trouble} />
      <div role="status">{sent && <p className="told told--ok">{say('terms.sent')}</p>}</div>
      {may && editing === null && (
        <p className="form__acts form__acts--before">
          <button type="button" className="btn" onClick={() => begin(emptyKind)}>
            {say('terms.make')}
          </button>
        </p>
      )}
      {editing && (
        <TermsEditor
          taken={answer.rows.map((row) => row.kind.kind)}
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
                      onClick={() => begin(row.kind)}
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
