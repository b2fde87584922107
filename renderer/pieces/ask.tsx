import { Fragment, type ReactNode } from 'react';
import { useTongue } from '../app/seen.ts';

/** Where Chinese words end: nothing in the writing says it, and a browser ends a line after any character. */
const chinese = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** After what opens, and before a mark that does not, no line ends. */
const beside = /^[\p{Ps}\p{Pi}]|^.[^\P{P}\p{Ps}\p{Pi}]/u;

/** Words whose lines end between them, never inside one: 冲击钻现在 | 怎么样？ */
export function Words({ of }: { of: string }) {
  const { language } = useTongue();
  if (language !== 'zh-CN') return of;
  return (
    <span className="words">
      {Array.from(chinese.segment(of), ({ segment, index }) => (
        <Fragment key={index}>
          {index > 0 && !beside.test(of.slice(index - 1, index + 1)) && <wbr />}
          {segment}
        </Fragment>
      ))}
    </span>
  );
}

/** The question of a screen. The heading takes the focus when the screen comes. */
export const Title = ({ children, className }: { children: ReactNode; className?: string }) => (
  <h1 className={className} tabIndex={-1} data-title="">
    {typeof children === 'string' ? <Words of={children} /> : children}
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
