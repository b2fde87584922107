import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTongue } from '../app/seen.ts';

/**
 * Asks before something that is not undone by a press. The browser's own dialog: it holds the focus inside, gives it
 * back, and closes by Escape.
 */
export function AskFirst({
  title,
  how,
  onClose,
  children,
}: {
  title: string;
  how: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { say } = useTongue();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <p>{how}</p>
      {children}
      <p className="form__acts">
        <button type="button" className="btn" onClick={() => dialog.current?.close()}>
          {say('cancel')}
        </button>
      </p>
    </dialog>
  );
}
