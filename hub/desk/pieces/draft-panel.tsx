import type { ReactNode } from 'react';
import type { Trouble } from '../app/ask.ts';
import { useTongue } from '../app/seen.ts';
import { Form } from './form.tsx';
import { useComeTo } from './use-come-to.ts';

/**
 * Where something is written that huts will show: a title, its fields, one button that sends it. `onClose`: what is
 * changed is a row of the list below, and can be left as it is. `sent`: what is told once it was sent.
 */
export function DraftPanel({
  title,
  go,
  busy,
  trouble,
  sent,
  onGo,
  onClose,
  children,
}: {
  title: string;
  go: string;
  busy: boolean;
  trouble: Trouble | null;
  sent: string | null;
  onGo: () => void;
  onClose: (() => void) | null;
  children: ReactNode;
}) {
  const { say } = useTongue();
  const heading = useComeTo<HTMLHeadingElement>(onClose !== null);
  return (
    <section className="panel">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <Form
        label={title}
        go={go}
        busy={busy}
        trouble={trouble}
        onGo={onGo}
        beside={
          onClose !== null && (
            <button type="button" className="btn" onClick={onClose}>
              {say('cancel')}
            </button>
          )
        }
      >
        {children}
      </Form>
      <div role="status">{sent !== null && <p className="told told--ok">{sent}</p>}</div>
    </section>
  );
}
