import { useState } from 'react';
import { type Preview, RecallDraft, type RecallRow } from '../../../domain/desk/rows.ts';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Confirm } from '../pieces/confirm.tsx';
import { DraftPanel } from '../pieces/draft-panel.tsx';
import { Area, Choose, Field, useAct } from '../pieces/form.tsx';
import { CheckCircle } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { PreviewOf } from '../pieces/preview.tsx';
import { nameIn } from '../words/words.ts';

/** Things that are lent no more: a draft, what it would touch, and only then the huts know. */
export function RecallsPage() {
  const { say, dates, language } = useTongue();
  const { answer, trouble, again } = useAsked('recalls', {});
  const terms = useAsked('terms', {});
  const may = useMay('publish');
  const [lifting, setLifting] = useState<RecallRow | null>(null);
  const kinds = terms.answer?.rows.map((row) => row.kind) ?? kindCatalogue;
  const title = say('pages.recalls');
  const whatOf = (row: RecallRow): string => {
    if (row.barcodes.length > 0) return say('recalls.coded', { count: row.barcodes.length });
    const kind = kinds.find((each) => each.kind === row.kind);
    const kindName = kind ? nameIn(language, kind.name) : (row.kind ?? '');
    if (row.model === null) return say('recalls.everything', { kind: kindName });
    return [kindName, say('recalls.named', { model: row.model })].filter(Boolean).join(' · ');
  };
  return (
    <Page title={title} lead={say('recalls.lead')}>
      {may && (
        <Draft
          kinds={kinds.map((kind) => ({ value: kind.kind, name: nameIn(language, kind.name) }))}
          onSent={again}
        />
      )}
      <h2 className="section">{say('recalls.standing')}</h2>
      <List
        asked={{ rows: answer?.rows ?? null, trouble, again }}
        empty={<Empty icon={CheckCircle} title={say('recalls.empty')} how={say('recalls.emptyHow')} />}
        label={say('recalls.standing')}
        rowKey={(row) => row.recall}
        columns={[
          { name: say('recalls.about'), cell: whatOf },
          { name: say('recalls.why'), cell: (row) => nameIn(language, row.why) },
          { name: say('recalls.since'), cell: (row) => dates.short(row.at) },
          { name: say('recalls.things'), number: true, cell: (row) => row.things },
          ...(may
            ? [
                {
                  name: say('recalls.lift'),
                  acts: true,
                  cell: (row: RecallRow) => (
                    <button
                      type="button"
                      className="btn btn--small"
                      aria-label={say('recalls.liftOf', { what: whatOf(row) })}
                      onClick={() => setLifting(row)}
                    >
                      {say('recalls.lift')}
                    </button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {lifting && (
        <Confirm
          title={say('recalls.liftAsk')}
          how={say('recalls.liftHow')}
          go={say('recalls.liftGo')}
          act={() => ask('recall-lift', { recall: lifting.recall })}
          onDone={again}
          onClose={() => setLifting(null)}
        />
      )}
    </Page>
  );
}

function Draft({ kinds, onSent }: { kinds: { value: string; name: string }[]; onSent: () => void }) {
  const { say } = useTongue();
  const { busy, trouble, act, setTrouble } = useAct();
  const empty = { kind: '', model: '', barcodes: '', zh: '', en: '' };
  const [typed, setTyped] = useState(empty);
  // A preview counts for exactly this draft; a changed one must be looked at anew.
  const [seen, setSeen] = useState<{ draft: RecallDraft; preview: Preview } | null>(null);
  const [sent, setSent] = useState(false);
  const change = (part: Partial<typeof empty>) => {
    setTyped({ ...typed, ...part });
    setSeen(null);
    setSent(false);
  };
  const look = () => {
    const parsed = RecallDraft.safeParse({
      kind: typed.kind || null,
      model: typed.model.trim() || null,
      barcodes: typed.barcodes.split(/[\s,，；;]+/).filter(Boolean),
      why: { zh: typed.zh, en: typed.en },
    });
    if (!parsed.success) return setTrouble({ code: 'bad-request', message: say('recalls.incomplete') });
    const draft = parsed.data;
    void act(
      () => ask('recall-preview', { draft }),
      (preview) => setSeen({ draft, preview }),
    );
  };
  const publish = (draft: RecallDraft) =>
    void act(
      () => ask('recall-publish', { draft }),
      () => {
        setTyped(empty);
        setSeen(null);
        setSent(true);
        onSent();
      },
    );
  return (
    <DraftPanel
      title={say('recalls.make')}
      go={say('recalls.preview')}
      busy={busy}
      trouble={trouble}
      sent={sent ? say('recalls.published') : null}
      onGo={look}
      onClose={null}
      below={
        seen && (
          <PreviewOf
            preview={seen.preview}
            go={say('recalls.publish')}
            busy={busy}
            onGo={() => publish(seen.draft)}
          />
        )
      }
    >
      <div className="columns">
        <Choose
          name={say('recalls.kind')}
          value={typed.kind}
          onChoose={(kind) => change({ kind })}
          options={[{ value: '', name: say('recalls.anyKind') }, ...kinds]}
        />
        <Field
          name={say('recalls.model')}
          how={say('recalls.modelHow')}
          value={typed.model}
          maxLength={60}
          onChange={(event) => change({ model: event.currentTarget.value })}
        />
        <Field
          name={say('recalls.whyZh')}
          how={say('recalls.whyHow')}
          lang="zh-CN"
          value={typed.zh}
          maxLength={80}
          required
          onChange={(event) => change({ zh: event.currentTarget.value })}
        />
        <Field
          name={say('recalls.whyEn')}
          lang="en"
          value={typed.en}
          maxLength={120}
          required
          onChange={(event) => change({ en: event.currentTarget.value })}
        />
      </div>
      <Area
        name={say('recalls.barcodes')}
        how={say('recalls.barcodesHow')}
        value={typed.barcodes}
        onChange={(event) => change({ barcodes: event.currentTarget.value })}
      />
    </DraftPanel>
  );
}
