import { useId, useState } from 'react';
import type { StickAnswer } from '../../../domain/sync/stick.ts';
import { useTongue } from '../app/seen.ts';
import { type StickTrouble, sendStick } from '../app/send-stick.ts';
import { Icon } from '../pieces/icon.tsx';
import { Download, Warning } from '../pieces/icons.ts';
import { Page } from '../pieces/page.tsx';
import { troubleWords } from '../words/trouble.ts';

/** A hut without a network: its file is taken here, and the answer goes back on the stick. */
export function StickPage() {
  const { say } = useTongue();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<StickTrouble | null>(null);
  const [taken, setTaken] = useState<{ answer: StickAnswer; href: string; name: string } | null>(null);
  const send = async () => {
    if (file === null || busy) return;
    setBusy(true);
    const sent = await sendStick(file);
    setBusy(false);
    setTrouble(sent.ok ? null : sent.refusal);
    if (!sent.ok) return;
    const href = URL.createObjectURL(new Blob([`${JSON.stringify(sent.value)}\n`]));
    setTaken({ answer: sent.value, href, name: `${file.name}.answer` });
  };
  return (
    <Page title={say('pages.stick')} lead={say('stick.lead')}>
      <section className="panel">
        <ol className="steps">
          <li>{say('stick.first')}</li>
          <li>{say('stick.second')}</li>
          <li>{say('stick.third')}</li>
        </ol>
        <form
          className="form"
          aria-label={say('pages.stick')}
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <p className="field">
            <label htmlFor={id}>{say('stick.file')}</label>
            <input
              id={id}
              type="file"
              required
              onChange={(event) => {
                setFile(event.currentTarget.files?.[0] ?? null);
                setTrouble(null);
                setTaken(null);
              }}
            />
          </p>
          <div role="alert" className="told-place">
            {trouble && (
              <p className="told told--bad">
                <Icon of={Warning} weight="bold" />
                <span>
                  {say('stick.refused', {
                    why: trouble.code === 'bad-request' ? say('stick.look') : troubleWords(say, trouble),
                  })}{' '}
                  {trouble.code === 'bad-request' && <code>{trouble.message}</code>}
                </span>
              </p>
            )}
          </div>
          <p className="form__acts">
            <button type="submit" className="btn btn--go" aria-busy={busy} disabled={busy || file === null}>
              {say('stick.go')}
            </button>
          </p>
        </form>
        <div role="status">
          {taken && (
            <div className="told told--ok code">
              <span>{say('stick.taken', { count: taken.answer.acknowledged.ackSeq })}</span>
              <a className="btn" href={taken.href} download={taken.name}>
                <Icon of={Download} />
                {say('stick.answer')}
              </a>
            </div>
          )}
        </div>
      </section>
    </Page>
  );
}
