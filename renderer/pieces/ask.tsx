import type { ReactNode } from 'react';

/** The question of a screen. The heading takes the focus when the screen comes. */
export const Title = ({ children, className }: { children: ReactNode; className?: string }) => (
  <h1 className={className} tabIndex={-1} data-title="">
    {children}
  </h1>
);

export const Ask = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <div className="ask">
    <Title>{title}</Title>
    {children}
  </div>
);

/** Words that stay on one line, so that a Chinese title breaks at its comma. */
export const Whole = ({ children }: { children: ReactNode }) => <span className="nb">{children}</span>;
