import { useEffect, useRef, useState } from 'react';
import type { Language } from '../../domain/contract/words.ts';
import { useTongue } from '../app/seen.ts';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Backspace, CaretLeft, CaretRight } from '../pieces/icons.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { loadPinyin } from './load-pinyin.ts';
import type { Candidate, Pinyin } from './pinyin.ts';
import { type Layout, type Stroke, strike, type Writing } from './writing.ts';
import './keyboard.css';

addPieceWords();

const letterRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const numberRows = ['123', '456', '789', '-0.'];
/** Words offered at once; more are a touch away. */
const perPage = 5;

/** Writes words inside the page: by pinyin with whole words to choose, in English letters, or in figures. */
export function Keyboard({
  begun = '',
  onText,
  label,
  longest,
  first,
}: {
  /** What stands there already. */
  begun?: string;
  /** Told all that stands there: letters that wait for a choice count as their likeliest words. */
  onText: (text: string) => void;
  /** What is being written, for who hears it. */
  label: string;
  /** Characters at most. */
  longest: number;
  /** The keys it opens with, where they are not those of the screen's language. */
  first?: Layout;
}) {
  const { say, language } = useTongue();
  // Keys are turned for one language: whoever changes the screen's language gets that language's keys.
  const [turned, setTurned] = useState<{ language: Language; to: Layout } | null>(null);
  const layout =
    turned?.language === language ? turned.to : (first ?? (language === 'zh-CN' ? 'pinyin' : 'english'));
  const [writing, setWriting] = useState<Writing>({ text: begun, letters: '' });
  const { text, letters } = writing;
  const [upper, setUpper] = useState(false);
  const [page, setPage] = useState(0);
  const [pinyin, setPinyin] = useState<Pinyin | 'lost' | null>(null);
  useEffect(() => {
    let here = true;
    loadPinyin().then(
      (loaded) => here && setPinyin(loaded),
      () => here && setPinyin('lost'),
    );
    return () => {
      here = false;
    };
  }, []);
  const known = pinyin === 'lost' ? null : pinyin;

  const strikeNow = (stroke: Stroke) => {
    setWriting(strike(writing, stroke, layout, known, longest));
    setPage(0);
  };
  // Also when the words come after the letters.
  const whole = strike(writing, { do: 'settle' }, layout, known, longest).text;
  const tell = useRef(onText);
  tell.current = onText;
  useEffect(() => tell.current(whole), [whole]);
  const turnTo = (to: Layout) => {
    strikeNow({ do: 'settle' });
    setTurned({ language, to });
  };
  const candidates: Candidate[] = layout === 'pinyin' && known ? known.candidates(letters) : [];
  const pages = Math.max(1, Math.ceil(candidates.length / perPage));
  const offered = candidates.slice(page * perPage, (page + 1) * perPage);

  const letterKey = (letter: string) => {
    const shown = layout === 'english' && upper ? letter.toUpperCase() : letter;
    return (
      <Button
        key={letter}
        className="key key--letter"
        repeats
        onAct={() => strikeNow({ do: 'letter', letter: shown })}
      >
        {shown}
      </Button>
    );
  };
  const turnKey = (to: Layout) => (
    <Button className="key key--turn" onAct={() => turnTo(to)} current={layout === to}>
      {say(`keyboard.${to}`)}
    </Button>
  );
  const deleteKey = (
    <Button
      className="key key--letter key--wide"
      repeats
      label={say('keyboard.delete')}
      onAct={() => strikeNow({ do: 'delete' })}
    >
      <Icon of={Backspace} />
    </Button>
  );

  return (
    <section className="keyboard" aria-label={say('keyboard.label')} data-layout-of-keys={layout}>
      <output className="keyboard__text card" aria-label={label} data-unspoken="">
        {text}
        {letters !== '' && <u>{known?.parted(letters) ?? letters}</u>}
        <span className="keyboard__mark" aria-hidden="true" />
      </output>
      {layout === 'pinyin' && (
        <fieldset className="keyboard__words" aria-label={say('keyboard.words')}>
          <Button
            className="key key--more"
            label={say('keyboard.back')}
            disabled={page === 0}
            onAct={() => setPage(page - 1)}
          >
            <Icon of={CaretLeft} weight="bold" />
          </Button>
          <div className="keyboard__row">
            {pinyin === 'lost' && <p>{say('keyboard.lost')}</p>}
            {pinyin !== 'lost' && offered.length === 0 && <p>{say('keyboard.how')}</p>}
            {offered.map((candidate) => (
              <Button
                key={candidate.word}
                className="key key--words"
                lang="zh-CN"
                onAct={() => strikeNow({ do: 'choose', candidate })}
              >
                {candidate.word}
              </Button>
            ))}
          </div>
          <Button
            className="key key--more"
            label={say('keyboard.more')}
            disabled={page + 1 >= pages}
            onAct={() => setPage(page + 1)}
          >
            <Icon of={CaretRight} weight="bold" />
          </Button>
        </fieldset>
      )}
      {layout === 'number' ? (
        <div className="keyboard__figures">
          {numberRows.map((row) => (
            <div key={row} className="keyboard__row">
              {[...row].map(letterKey)}
            </div>
          ))}
        </div>
      ) : (
        letterRows.map((row, i) => (
          <div key={row} className="keyboard__row">
            {i === 2 && layout === 'english' && (
              <Button
                className="key key--letter key--wide"
                pressed={upper}
                label={say('keyboard.upper')}
                onAct={() => setUpper(!upper)}
              >
                {say('keyboard.case')}
              </Button>
            )}
            {i === 2 && layout === 'pinyin' && letterKey("'")}
            {[...row].map(letterKey)}
            {i === 2 && deleteKey}
          </div>
        ))
      )}
      <div className="keyboard__row">
        {turnKey('pinyin')}
        {turnKey('english')}
        {turnKey('number')}
        {layout === 'pinyin' && ['，', '。', '？'].map(letterKey)}
        {layout === 'english' && [',', '.'].map(letterKey)}
        {layout === 'number' ? (
          deleteKey
        ) : (
          <Button className="key key--space" onAct={() => strikeNow({ do: 'space' })}>
            {say(letters === '' ? 'keyboard.space' : 'keyboard.take')}
          </Button>
        )}
      </div>
    </section>
  );
}
