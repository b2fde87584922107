import { type ReactNode, useState } from 'react';
import { type MemoWhat, memoBytes, memoCharacters, memosAtMost } from '../../domain/memo/memo.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Keyboard } from '../keyboard/keyboard.tsx';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { type Drawing, Icon, Med } from '../pieces/icon.tsx';
import { Camera, CheckCircle, CheckFat, Microphone, TextSize, Warning } from '../pieces/icons.ts';
import { PictureTaker } from '../pieces/picture-taker.tsx';
import { Recorder } from '../pieces/recorder.tsx';
import { returnSteps, Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { nameInside } from '../words/words.ts';
import { giveMemo } from './carrying.ts';
import './memo.css';

const ways: readonly { what: MemoWhat; icon: Drawing }[] = [
  { what: 'voice', icon: Microphone },
  { what: 'picture', icon: Camera },
  { what: 'words', icon: TextSize },
];

/** Tells what is wrong by voice, picture or words. Nobody has to, and the return waits for none of it. */
export function ReturnTell({ screen }: { screen: ScreenOf<'return-tell'> }) {
  if (screen.by === 'choose') return <Choosing screen={screen} />;
  return <Telling key={screen.by} what={screen.by} />;
}

function Choosing({ screen }: { screen: ScreenOf<'return-tell'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { told, item } = screen;
  const full = told.length >= memosAtMost;
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={returnSteps} />
      <Ask title={say('tell.ask', { name: nameInside(language, item.name) })}>
        <p>{say(full ? 'tell.full' : 'tell.how')}</p>
      </Ask>
      <div className="tell">
        {!full && (
          <div className="tell__ways">
            {ways.map(({ what, icon }) => (
              <Button key={what} className="tell__way btn" onAct={() => press({ do: 'tell', by: what })}>
                <Med of={icon} />
                <span>
                  <strong>{say(`tell.${what}`)}</strong>
                  <small>{say(`tell.${what}How`)}</small>
                </span>
              </Button>
            ))}
          </div>
        )}
        {told.length > 0 && (
          <ul className="told">
            {told.map(({ memo, what }) => (
              <li key={memo} className="card">
                <Icon of={CheckCircle} weight="fill" />
                <span>{say(`tell.kept.${what}`)}</span>
                <Button
                  className="btn btn--other"
                  label={say('tell.dropOne', { what: say(`tell.kept.${what}`) })}
                  onAct={() => press({ do: 'memo-drop', memo })}
                >
                  {say('memo.drop')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="acts acts--one">
        <Button className={told.length > 0 ? 'btn btn--go' : 'btn'} onAct={() => press({ do: 'back' })}>
          {say(told.length > 0 ? 'tell.goOn' : 'tell.skip')}
        </Button>
      </div>
    </main>
  );
}

/** One way to tell, and the key that gives it to the hut. */
function Telling({ what }: { what: MemoWhat }) {
  const { view, call } = useSeen();
  const { say } = useTongue();
  const [file, setFile] = useState<ArrayBuffer | null>(null);
  const [stands, setStands] = useState<'open' | 'giving' | 'not-kept'>('open');
  const take = (taken: ArrayBuffer | null) => {
    setFile(taken);
    setStands('open');
  };
  const give = async (given: ArrayBuffer) => {
    setStands('giving');
    if (!(await giveMemo(call, view.token, what, given))) setStands('not-kept');
  };
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={returnSteps} />
      <Ask title={say(`tell.${what}Ask`)}>
        {stands === 'not-kept' ? (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say('tell.notKept')}
          </p>
        ) : (
          <p>{say('tell.private')}</p>
        )}
      </Ask>
      <div className="tell">{by[what](take)}</div>
      <div className="acts">
        <Back />
        <Button
          className="btn btn--go"
          disabled={file === null}
          busy={stands === 'giving'}
          onAct={() => {
            if (file !== null) void give(file);
          }}
        >
          <Icon of={CheckFat} weight="fill" />
          {say(file === null ? `tell.${what}Missing` : 'tell.give')}
        </Button>
      </div>
    </main>
  );
}

const by: Record<MemoWhat, (take: (file: ArrayBuffer | null) => void) => ReactNode> = {
  voice: (take) => <Recorder onTake={take} />,
  picture: (take) => (
    <PictureTaker
      onTake={(picture) => {
        if (picture === null) return take(null);
        void picture.arrayBuffer().then((file) => take(file.byteLength > memoBytes.picture ? null : file));
      }}
    />
  ),
  words: (take) => <Writing onTake={take} />,
};

function Writing({ onTake }: { onTake: (file: ArrayBuffer | null) => void }) {
  const { say } = useTongue();
  const write = (written: string) => {
    const plain = written.trim();
    onTake(plain === '' ? null : new TextEncoder().encode(plain).buffer);
  };
  return <Keyboard onText={write} label={say('tell.wordsAsk')} longest={memoCharacters} />;
}
