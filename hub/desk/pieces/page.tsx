import { type ReactNode, useEffect, useRef } from 'react';
import type { ExportWhat } from '../../../domain/desk/contract.ts';
import type { Trouble } from '../app/ask.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { troubleWords } from '../words/trouble.ts';
import { type Drawing, Icon } from './icon.tsx';
import { Download, Warning } from './icons.ts';

/** A page: its title, which takes the focus when one comes to it, a line on what it is, and what belongs to all of it. */
export function Page({
  title,
  lead,
  exports,
  children,
}: {
  title: string;
  lead?: string;
  exports?: ExportWhat;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    document.title = title;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p>{lead}</p>}
        </div>
        {exports && <Exports what={exports} />}
      </header>
      {children}
    </>
  );
}

function Exports({ what }: { what: ExportWhat }) {
  const { say } = useTongue();
  if (!useMay('export')) return null;
  return (
    <p className="exports">
      <span className="exports__name">
        <Icon of={Download} />
        {say('export')}
      </span>
      <a className="btn btn--small" href={`./api/export/${what}.csv`} download>
        {say('csv')}
      </a>
      <a className="btn btn--small" href={`./api/export/${what}.xlsx`} download>
        {say('xlsx')}
      </a>
    </p>
  );
}

/** Why something came to nothing; read out at once. */
export function Told({ trouble }: { trouble: Trouble | null }) {
  const { say } = useTongue();
  return (
    <div role="alert" className="told-place">
      {trouble && (
        <p className="told told--bad">
          <Icon of={Warning} weight="bold" />
          {troubleWords(say, trouble)}
        </p>
      )}
    </div>
  );
}

/** Nothing is here yet: a picture, what that means, and what to do first. */
export function Empty({
  icon,
  title,
  how,
  children,
}: {
  icon: Drawing;
  title: string;
  how: string;
  children?: ReactNode;
}) {
  return (
    <div className="empty">
      <span className="empty__picture">
        <Icon of={icon} />
      </span>
      <h2>{title}</h2>
      <p>{how}</p>
      {children}
    </div>
  );
}

/** What stands while the first answer is on its way. */
export function Waiting({ trouble, again }: { trouble: Trouble | null; again: () => void }) {
  const { say } = useTongue();
  if (trouble === null) return <p className="waiting">{say('loading')}</p>;
  return (
    <>
      <Told trouble={trouble} />
      <p>
        <button type="button" className="btn" onClick={again}>
          {say('refresh')}
        </button>
      </p>
    </>
  );
}
