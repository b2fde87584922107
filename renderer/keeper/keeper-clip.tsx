import { useState } from 'react';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { Icon } from '../pieces/icon.tsx';
import { CaretRight, CheckFat, HandPalm, Microphone, Speaker, Stop, Warning } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import { useRecorder } from '../pieces/use-recorder.ts';
import type { ScreenOf } from '../screens.tsx';
import { base64Of, clipLimits, type Take } from '../sound/recorder.ts';
import { nextUnrecorded, Row, usePhrases } from './keeper-voice.tsx';
import { voiceSteps } from './steps.ts';
import './voice.css';

/** One phrase: hear it, record it, keep it. Another phrase begins anew. */
export function KeeperClip({ screen }: { screen: ScreenOf<'keeper-clip'> }) {
  return <OneClip key={`${screen.language} ${screen.clip}`} screen={screen} />;
}

function OneClip({ screen }: { screen: ScreenOf<'keeper-clip'> }) {
  const { press, keepRecording, voice } = useSeen();
  const { say } = useTongue();
  const { language, clip, names } = screen;
  const { phrases, recorded } = usePhrases(language, names);
  const { state, record, drop } = useRecorder(clipLimits, () => setNotKept(false));
  const [notKept, setNotKept] = useState(false);
  const phrase = phrases.find((each) => each.clip === clip);
  const next = nextUnrecorded(phrases, recorded, clip);

  const keep = async (take: Take) => {
    const kept = await keepRecording(language, clip, base64Of(take.file));
    if (!kept) return setNotKept(true);
    if (next !== null) press({ do: 'voice-clip', language, clip: next });
    else drop();
  };
  const words = phrase?.words ?? '';
  const problem = notKept ? 'not-kept' : state.is === 'nothing' ? state.problem : undefined;
  return (
    <main className="wall flow is-return flow--said">
      <Steps at={2} names={voiceSteps} />
      <Ask
        title={
          <span lang={language} data-length={lengthOf(words)} className="to-read">
            <Words of={words} />
          </span>
        }
      >
        {problem !== undefined ? (
          <p className="ask__problem" role="alert">
            <Icon of={Warning} />
            {say(`voice.clip.problem.${problem}`)}
          </p>
        ) : (
          <p>
            {phrase === undefined || phrase.sentence === words
              ? say('voice.clip.how')
              : say('voice.clip.within', { sentence: phrase.sentence })}
          </p>
        )}
      </Ask>
      <ul className="loans">
        <Row
          icon={Speaker}
          title={say('voice.clip.now')}
          how={say(screen.recorded ? 'voice.clip.nowRecorded' : 'voice.clip.nowMade')}
          onAct={() => voice.say(language, words)}
        />
        {state.is === 'recording' ? (
          <Row
            key="stop"
            icon={Stop}
            title={say('voice.clip.stop')}
            how={say('voice.clip.stopHow')}
            onAct={() => state.stop()}
          />
        ) : (
          <Row
            key="start"
            icon={Microphone}
            title={say(state.is === 'taken' ? 'voice.clip.again' : 'voice.clip.start')}
            how={say('voice.clip.startHow')}
            onAct={record}
          />
        )}
        {state.is === 'taken' && (
          <Row
            icon={Speaker}
            title={say('voice.clip.hear')}
            how={say('voice.clip.hearHow')}
            onAct={() => voice.play(state.take.samples)}
          />
        )}
        {screen.recorded && (
          <Row
            icon={HandPalm}
            title={say('voice.clip.drop')}
            how={say('voice.clip.dropHow')}
            onAct={() => press({ do: 'voice-drop' })}
          />
        )}
      </ul>
      <div className="acts">
        <Back />
        {state.is === 'taken' ? (
          <Button className="btn btn--go" onAct={() => void keep(state.take)}>
            <Icon of={CheckFat} weight="fill" />
            {say('voice.clip.keep')}
          </Button>
        ) : (
          next !== null && (
            <Button className="btn" onAct={() => press({ do: 'voice-clip', language, clip: next })}>
              {say('voice.clip.skip')}
              <Icon of={CaretRight} weight="bold" />
            </Button>
          )
        )}
      </div>
    </main>
  );
}

/** Long words stand smaller, so that all of them stand. A character of Chinese is as wide as two letters. */
function lengthOf(words: string): 'short' | 'long' | 'longest' {
  const letters = [...words].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? 2 : 1), 0);
  return letters > 76 ? 'longest' : letters > 40 ? 'long' : 'short';
}
