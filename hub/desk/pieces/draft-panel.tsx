import type { ReactNode } from 'react';
import type { Trouble } from '../app/ask.ts';
import { Form } from './form.tsx';
import { useComeTo } from './use-come-to.ts';

/**
 * Where something is written that huts will show: a title, its fields, one button that sends it. `onClose`: what is
 * changed is a row of the list below, and can be left as it is. `sent`: what is told once it was sent. `below`: what
 * is looked at before it is sent.
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
  below,
}: {
  title: string;
  go: string;
  busy: boolean;
  trouble: Trouble | null;
  sent: string | null;
  onGo: () => void;
  onClose: (() => void) | null;
  children: ReactNode;
  below?: ReactNode;
}) {
  const heading = useComeTo<HTMLHeadingElement>(onClose !== null);
  return (
    <section className="panel">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <Form label={title} go={go} busy={busy} trouble={trouble} onGo={onGo} onCancel={onClose}>
        {children}
      </Form>
      <div role="status">{sent !== null && <p className="told told--ok">{sent}</p>}</div>
      {below}
    </section>
  );
}
