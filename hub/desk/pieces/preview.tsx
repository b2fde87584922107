import type { ReactNode } from 'react';
import type { Preview } from '../../../domain/desk/rows.ts';
import { useTongue } from '../app/seen.ts';
import { nameIn } from '../words/words.ts';

/** What a change would touch, told before it is published; first what changes, where that is not plain. */
export function PreviewOf({
  preview,
  go,
  busy,
  onGo,
  children,
}: {
  preview: Preview;
  /** What the button that publishes says. */
  go: string;
  busy: boolean;
  onGo: () => void;
  children?: ReactNode;
}) {
  return (
    <>
      <Touched preview={preview}>{children}</Touched>
      <p className="form__acts">
        <button type="button" className="btn btn--go" disabled={busy} onClick={onGo}>
          {go}
        </button>
      </p>
    </>
  );
}

function Touched({ preview, children }: { preview: Preview; children: ReactNode }) {
  const { say, language } = useTongue();
  const { things, out, byHut, examples } = preview;
  return (
    <section className="preview" aria-label={say('preview.title')} aria-live="polite">
      <h3>{say('preview.title')}</h3>
      {children}
      {things === 0 ? (
        <p>{say('preview.none')}</p>
      ) : (
        <>
          <p>
            <strong>{say('preview.total', { count: things, out })}</strong>
          </p>
          <ul>
            {byHut.map((row) => (
              <li key={row.hut}>
                {say('preview.hut', { name: row.name, things: row.things, out: row.out })}
              </li>
            ))}
          </ul>
          <p>
            {say('preview.examples')}:{' '}
            {examples.map((row) => `${nameIn(language, row.name)} ${row.barcode}`).join(' · ')}
          </p>
        </>
      )}
    </section>
  );
}
