import type { ReactNode } from 'react';
import type { Result } from '../../../domain/result.ts';
import type { Trouble } from '../app/ask.ts';
import { AskFirst } from './ask-first.tsx';
import { useAct } from './form.tsx';
import { Told } from './page.tsx';

/** Asks before one act that is not undone by a press, does it, and closes when it is done. */
export function Confirm({
  title,
  how,
  go,
  act: work,
  onDone,
  onClose,
  children,
}: {
  title: string;
  how: string;
  go: string;
  act: () => Promise<Result<unknown, Trouble>>;
  onDone: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { busy, trouble, act } = useAct();
  const run = () =>
    void act(work, () => {
      onDone();
      onClose();
    });
  return (
    <AskFirst title={title} how={how} onClose={onClose}>
      {children}
      <Told trouble={trouble} />
      <p className="form__acts">
        <button type="button" className="btn btn--go" disabled={busy} onClick={run}>
          {go}
        </button>
      </p>
    </AskFirst>
  );
}

/** A small button in a row, named by what it is about. */
export const RowButton = ({ name, of, onPress }: { name: string; of: string; onPress: () => void }) => (
  <button type="button" className="btn btn--small" aria-label={of} onClick={onPress}>
    {name}
  </button>
);
