import { Children, cloneElement, Fragment, isValidElement, type ReactNode } from 'react';

/** Where Chinese words end: nothing in the writing says it, and a browser ends a line after any character. */
const chinese = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** After what opens, before a mark that does not, beside a figure (12月5日) or a glued space, before what only ends a word, no line ends. */
const beside = /^[\p{Ps}\p{Pi}]|^.[^\P{P}\p{Ps}\p{Pi}]|^\d\S|^\S\d|\u00a0|^.[了的吗吧呢过着]/u;

/** A number stays with what it counts or names: 5 December, 8:00 pm, No. 01, door 4. */
const numbered = (words: string) =>
  words.replace(/(\d) (?=\p{L})|(\bNo\.|\b[Dd]oor|\bno) (?=\d)/gu, '$1$2\u00a0');

/** What people here call one thing, though no dictionary does. */
const house =
  /主理人|居民卡|手机号|扫码[口枪]?|付款码|摄像头|一会儿|几单元|文件夹|技术员|拿出来|放进去|少零件/gu;

/** The same in Chinese: 2 位, 12 元. */
const numberedZh = (words: string) => words.replace(/(?<=\d) (?=\p{sc=Han})/gu, '\u00a0');

/** Words whose lines end between them, never inside one: 冲击钻现在 | 怎么样？, due | 5 December. */
export function Words({ of }: { of: string }) {
  if (!/\p{sc=Han}/u.test(of)) return <span className="words">{numbered(of)}</span>;
  const glued = numberedZh(of);
  const houses = [...of.matchAll(house)];
  const whole = (at: number) =>
    at === 0 ||
    beside.test(glued.slice(at - 1, at + 1)) ||
    houses.some(({ index, 0: word }) => index < at && at < index + word.length);
  return (
    <span className="words">
      {Array.from(chinese.segment(glued), ({ segment, index }) => (
        <Fragment key={index}>
          {!whole(index) && <wbr />}
          {segment}
        </Fragment>
      ))}
    </span>
  );
}

/** The question of a screen. The heading takes the focus when the screen comes. */
export const Title = ({ children, className }: { children: ReactNode; className?: string }) => (
  // Its name is the title itself: to a screen reader phrases that stand apart would be said apart.
  <h1
    className={className}
    tabIndex={-1}
    data-title=""
    {...(typeof children === 'string' ? { 'aria-label': children } : {})}
  >
    {typeof children === 'string' ? <Phrases of={children} /> : children}
  </h1>
);

/** A Chinese title of several phrases breaks after one of them before it breaks in one. */
const Phrases = ({ of }: { of: string }) =>
  of.split(/(?<=[，。；？！])/u).map((phrase) => (
    <span key={phrase} className="phrase">
      <Words of={phrase} />
    </span>
  ));

/** The words of a line under the question, beside its icon or alone. */
const inWords = (line: ReactNode) =>
  isValidElement<{ children?: ReactNode }>(line) && line.type === 'p'
    ? cloneElement(
        line,
        {},
        Children.map(line.props.children, (part) => (typeof part === 'string' ? <Words of={part} /> : part)),
      )
    : line;

export const Ask = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <div className="ask">
    <Title>{title}</Title>
    {Children.map(children, inWords)}
  </div>
);

/** Words that stay on one line where it is long enough, so that a title breaks at its comma. */
export const Whole = ({ children }: { children: string }) => (
  <>
    <span className="nb">{children.trim()}</span>
    {children.endsWith(' ') && ' '}
  </>
);
