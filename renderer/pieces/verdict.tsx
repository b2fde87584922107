import type { ReactNode } from 'react';
import { useSecondsLeft, useTongue } from '../app/seen.ts';
import { Title, Words } from './ask.tsx';
import { type Drawing, Icon, Med } from './icon.tsx';
import { CheckFat, HandPalm, Receipt } from './icons.ts';

/** The end of an act: colour, picture and words that read from two metres. */
export function Verdict(props: {
  title: ReactNode;
  line: ReactNode;
  children: ReactNode;
  foot: ReactNode;
  tone?: 'done' | 'refusal';
  icon?: Drawing;
}) {
  const refusal = props.tone === 'refusal';
  return (
    <main className="wall verdict">
      <div className="verdict__top">
        <span className="verdict__seal">
          <Icon of={props.icon ?? (refusal ? HandPalm : CheckFat)} weight={refusal ? 'bold' : 'fill'} />
        </span>
        <Title>{props.title}</Title>
        <p>{typeof props.line === 'string' ? <Words of={props.line} /> : props.line}</p>
      </div>
      <div className="verdict__body">{props.children}</div>
      <div className="verdict__foot">{props.foot}</div>
    </main>
  );
}

/** Four digits to name an act by, each in its box. */
export function SlipCode({
  title,
  how,
  label,
  code,
}: {
  title: string;
  how: string;
  label: string;
  code: string;
}) {
  return (
    <div className="slip card">
      <Med of={Receipt} tone="things" />
      <p>
        <b>{title}</b>
        <br />
        {how}
      </p>
      <p className="code">
        <span className="vh">{label}</span>
        {[0, 1, 2, 3].map((at) => (
          <b key={at} aria-hidden="true">
            {code[at]}
          </b>
        ))}
      </p>
    </div>
  );
}

/** When a screen ends by itself, and where it leads then. */
export function Ends({ endsIn, to = 'home' }: { endsIn: number; to?: 'home' | 'back' }) {
  const { say } = useTongue();
  const left = useSecondsLeft(endsIn);
  return (
    <p className="after" data-unspoken="">
      {say(to === 'home' ? 'common.endsHome' : 'keeper.endsBack', { count: left })}
    </p>
  );
}
