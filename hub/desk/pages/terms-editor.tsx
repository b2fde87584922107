import { useState } from 'react';
import type { OwnLanguage } from '../../../domain/contract/words.ts';
import type { Preview } from '../../../domain/desk/rows.ts';
import { Kind, kindCatalogue, LoanGroup, Picture, Trust } from '../../../domain/stock/kinds.ts';
import { ask } from '../app/ask.ts';
import { useTongue } from '../app/seen.ts';
import { DraftPanel } from '../pieces/draft-panel.tsx';
import { Choose, Field, useAct } from '../pieces/form.tsx';
import { PreviewOf } from '../pieces/preview.tsx';
import { nameIn } from '../words/words.ts';

/** What a new kind begins with: as careful as most things need. */
export const emptyKind: Kind = {
  kind: '',
  name: { zh: '', en: '' },
  measure: '件',
  picture: 'box',
  group: 'thing',
  termDays: 3,
  renewals: 1,
  trust: 'self-registered',
  notices: [],
  inspectAfterReturn: false,
};

/** A picture is called as the first kind that has it. */
function pictureName(picture: Picture, language: OwnLanguage): string {
  const known = kindCatalogue.find((kind) => kind.picture === picture);
  return known ? nameIn(language, known.name) : picture;
}

/** Changes the terms of a kind, or makes a new one: what it touches is seen before it is published. */
export function TermsEditor({
  kind,
  taken,
  onClose,
  onSent,
}: {
  kind: Kind;
  /** Kinds that there are; a new one is none of them. */
  taken: readonly string[];
  onClose: () => void;
  onSent: () => void;
}) {
  const isNew = kind.kind === '';
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
    if (isNew && taken.includes(typed.kind)) return setTrouble({ code: 'already-done', message: typed.kind });
    if (!parsed.success) return setTrouble({ code: 'bad-request', message: parsed.error.message });
    void act(
      () => ask('terms-preview', { kind: parsed.data }),
      (preview) => setSeen({ kind: parsed.data, preview }),
    );
  };
  const title = isNew ? say('terms.make') : say('terms.editing', { kind: nameIn(language, kind.name) });
  return (
    <DraftPanel
      title={title}
      go={say('terms.preview')}
      busy={busy}
      trouble={trouble}
      sent={null}
      onGo={look}
      onClose={onClose}
      below={
        seen && (
          <PreviewOf
            preview={seen.preview}
            go={say('terms.publish')}
            busy={busy}
            onGo={() => void act(() => ask('terms-publish', { kind: seen.kind }), onSent)}
          >
            {!isNew && <Changes from={kind} to={seen.kind} />}
          </PreviewOf>
        )
      }
    >
      <div className="columns">
        {isNew && (
          <>
            <Field
              name={say('terms.nameZh')}
              lang="zh-CN"
              required
              maxLength={40}
              value={typed.name.zh}
              onChange={(event) => change({ name: { ...typed.name, zh: event.currentTarget.value } })}
            />
            <Field
              name={say('terms.nameEn')}
              lang="en"
              maxLength={60}
              value={typed.name.en}
              onChange={(event) => change({ name: { ...typed.name, en: event.currentTarget.value } })}
            />
            <Field
              name={say('terms.code')}
              how={say('terms.codeHow')}
              required
              pattern="[a-z][a-z0-9\-]{1,30}"
              value={typed.kind}
              onChange={(event) => change({ kind: event.currentTarget.value })}
            />
            <Field
              name={say('terms.measure')}
              how={say('terms.measureHow')}
              lang="zh-CN"
              required
              maxLength={2}
              value={typed.measure}
              onChange={(event) => change({ measure: event.currentTarget.value })}
            />
            <Choose
              name={say('terms.picture')}
              value={typed.picture}
              onChoose={(picture) => change({ picture })}
              options={Picture.options.map((value) => ({ value, name: pictureName(value, language) }))}
            />
            <Choose
              name={say('terms.group')}
              value={typed.group}
              onChoose={(group) => change({ group })}
              options={LoanGroup.options.map((value) => ({ value, name: say(`terms.groups.${value}`) }))}
            />
          </>
        )}
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
    </DraftPanel>
  );
}

/** What becomes otherwise, one line each. */
function Changes({ from, to }: { from: Kind; to: Kind }) {
  const { say } = useTongue();
  const told = (kind: Kind): [name: string, value: string][] => [
    [say('terms.days'), String(kind.termDays)],
    [say('terms.renewals'), String(kind.renewals)],
    [say('terms.trust'), say(`trust.${kind.trust}`)],
    [say('terms.inspect'), say(kind.inspectAfterReturn ? 'terms.yes' : 'terms.no')],
  ];
  const before = told(from);
  const changed = told(to).flatMap(([name, value], i) => {
    const was = before[i]?.[1] ?? '';
    return was === value ? [] : [say('terms.change', { name, was, value })];
  });
  if (changed.length === 0) return <p>{say('terms.same')}</p>;
  return (
    <ul>
      {changed.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
