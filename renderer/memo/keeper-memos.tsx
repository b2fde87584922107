import { useEffect, useRef, useState } from 'react';
import type { MemoView } from '../../domain/contract/memo.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { thingSteps } from '../keeper/steps.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Dialog } from '../pieces/dialog.tsx';
import { type Drawing, Icon } from '../pieces/icon.tsx';
import { Camera, Microphone, TextSize, Warning } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { decodeSound } from '../sound/clips.ts';
import { addPieceWords } from '../words/piece-words.ts';
import { nameInside } from '../words/words.ts';
import { fetchMemo } from './carrying.ts';
import './memo.css';

addPieceWords();

const icons: Record<MemoView['what'], Drawing> = { voice: Microphone, picture: Camera, words: TextSize };

type Open =
  | { memo: string; is: 'words'; text: string }
  | { memo: string; is: 'picture'; url: string }
  | { memo: string; is: 'lost' };

/** What people said, showed and wrote of a thing, for the keeper who looks after it. */
export function KeeperMemos({ screen }: { screen: ScreenOf<'keeper-memos'> }) {
  const { view, call, press, voice } = useSeen();
  const { say, dates, language } = useTongue();
  const [open, setOpen] = useState<Open | null>(null);
  const [asked, setAsked] = useState<MemoView | null>(null);
  useEffect(() => {
    if (open?.is !== 'picture') return;
    return () => URL.revokeObjectURL(open.url);
  }, [open]);
  /** What was pressed last; nothing after the screen is gone: a memo is heard by nobody but the keeper. */
  const wanted = useRef<string | null>(null);
  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );
  const show = async ({ memo, what }: MemoView) => {
    voice.stop();
    wanted.current = memo;
    const bytes = await fetchMemo(call, view.token, memo);
    if (wanted.current !== memo) return;
    if (bytes === null) return setOpen({ memo, is: 'lost' });
    if (what === 'words') return setOpen({ memo, is: 'words', text: new TextDecoder().decode(bytes) });
    if (what === 'picture') {
      const url = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
      return setOpen({ memo, is: 'picture', url });
    }
    setOpen(null);
    const sound = await decodeSound(bytes.buffer).catch(() => null);
    if (wanted.current !== memo) return;
    if (sound === null) setOpen({ memo, is: 'lost' });
    else voice.play(sound);
  };
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={thingSteps} />
      <Ask title={say('tell.toldAsk', { name: nameInside(language, screen.item.name) })}>
        <p>{say('tell.toldHow')}</p>
      </Ask>
      <div className="tell">
        <ul className="told">
          {screen.memos.map((memo) => (
            <li key={memo.memo} className="card">
              <Icon of={icons[memo.what]} />
              <span>
                {say(`tell.kept.${memo.what}`)}
                <small>{dates.dayTime(memo.at)}</small>
              </span>
              <Button className="btn" onAct={() => void show(memo)}>
                {say(`tell.show.${memo.what}`)}
              </Button>
              <Button className="btn btn--other" onAct={() => setAsked(memo)}>
                {say('memo.drop')}
              </Button>
            </li>
          ))}
        </ul>
        {open?.is === 'words' && <p className="told__words card">{open.text}</p>}
        {open?.is === 'picture' && (
          <img className="told__picture" src={open.url} alt={say('tell.kept.picture')} />
        )}
        {open?.is === 'lost' && (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say('tell.lost')}
          </p>
        )}
      </div>
      <div className="acts acts--one">
        <Back />
      </div>
      {asked !== null && (
        <Dialog
          title={say('tell.dropAsk')}
          answers={
            <>
              <Button className="btn" onAct={() => setAsked(null)}>
                {say('tell.dropKeep')}
              </Button>
              <Button
                className="btn btn--go"
                onAct={() => {
                  setAsked(null);
                  setOpen(null);
                  press({ do: 'memo-drop', memo: asked.memo });
                }}
              >
                {say('memo.drop')}
              </Button>
            </>
          }
        >
          <p>{say('tell.dropHow')}</p>
        </Dialog>
      )}
    </main>
  );
}
