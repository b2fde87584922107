import { useEffect, useState } from 'react';
import type { Language, Named } from '../../domain/contract/words.ts';
import { type ClipId, sumOfClip } from '../../domain/sound/clip.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Ask } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { type Drawing, Icon } from '../pieces/icon.tsx';
import { CaretLeft, CaretRight, CheckCircle, Microphone } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import type { ScreenOf } from '../screens.tsx';
import { lexicon, type Phrase } from '../sound/lexicon.ts';
import { voiceSteps } from './steps.ts';
import './voice.css';

const perPage = 4;
/** Characters of a phrase in the list; all of it stands on its own screen. */
const shownOf = (language: Language) => (language === 'zh-CN' ? 20 : 36);

/** Phrases of a language with the names of this hut, and which of them a keeper recorded. */
export function usePhrases(
  language: Language,
  names: readonly Named[],
): { phrases: readonly Phrase[]; recorded: ReadonlySet<string> } {
  const { view, listRecorded } = useSeen();
  const [recorded, setRecorded] = useState<ReadonlySet<string>>(new Set());
  const { recordings } = view.sound;
  useEffect(() => {
    let wanted = true;
    // Asked anew with each version of the recordings.
    void recordings;
    void listRecorded(language).then((clips) => wanted && setRecorded(new Set(clips.map(sumOfClip))));
    return () => {
      wanted = false;
    };
  }, [listRecorded, language, recordings]);
  const [phrases] = useState(() => ({ of: language, list: lexicon(language, names) }));
  const list = phrases.of === language ? phrases.list : lexicon(language, names);
  return { phrases: list, recorded };
}

/** The first phrase after `clip` that nobody recorded yet, from the beginning again where there is none. */
export function nextUnrecorded(
  phrases: readonly Phrase[],
  recorded: ReadonlySet<string>,
  clip: ClipId | null,
): ClipId | null {
  const at = clip === null ? -1 : phrases.findIndex((phrase) => phrase.clip === clip);
  const after = [...phrases.slice(at + 1), ...phrases.slice(0, Math.max(0, at))];
  return after.find((phrase) => !recorded.has(sumOfClip(phrase.clip)))?.clip ?? null;
}

/** What the hut says in the language of the screen, page by page. */
export function KeeperVoice({ screen }: { screen: ScreenOf<'keeper-voice'> }) {
  const { press } = useSeen();
  const { say, language } = useTongue();
  const { phrases, recorded } = usePhrases(language, screen.names);
  const pages = Math.ceil(phrases.length / perPage);
  const page = Math.min(screen.page, pages - 1);
  const next = nextUnrecorded(phrases, recorded, null);
  const has = ({ clip }: Phrase) => recorded.has(sumOfClip(clip));
  return (
    <main className="wall flow is-return flow--paged">
      <Steps at={1} names={voiceSteps} />
      <Ask title={say('voice.ask')}>
        <p>{say('voice.how', { all: phrases.length, count: phrases.filter(has).length })}</p>
      </Ask>
      <ul className="loans">
        {phrases.slice(page * perPage, (page + 1) * perPage).map((phrase) => (
          <Row
            key={phrase.clip}
            icon={has(phrase) ? CheckCircle : Microphone}
            title={cutTo(shownOf(language), phrase.words)}
            how={say(has(phrase) ? 'voice.recorded' : 'voice.notYet')}
            onAct={() => press({ do: 'voice-clip', language, clip: phrase.clip })}
          />
        ))}
      </ul>
      <div className="loans__foot">
        <div className="pager pager--bare">
          <Button
            className="btn btn--other"
            label={say('common.prev')}
            disabled={page === 0}
            onAct={() => press({ do: 'page', page: page - 1 })}
          >
            <Icon of={CaretLeft} weight="bold" />
          </Button>
          <span>{say('common.page', { n: page + 1, of: pages })}</span>
          <Button
            className="btn btn--other"
            label={say('common.next')}
            disabled={page + 1 >= pages}
            onAct={() => press({ do: 'page', page: page + 1 })}
          >
            <Icon of={CaretRight} weight="bold" />
          </Button>
        </div>
        <div className="acts">
          <Back />
          {next !== null && (
            <Button className="btn btn--go" onAct={() => press({ do: 'voice-clip', language, clip: next })}>
              <Icon of={Microphone} weight="bold" />
              {say('voice.next')}
            </Button>
          )}
        </div>
      </div>
    </main>
  );
}

/** A row that is pressed whole. */
export const Row = (props: { icon: Drawing; title: string; how: string; onAct: () => void }) => (
  <li className="said-place">
    <Button className="btn btn--other said" onAct={props.onAct}>
      <Icon of={props.icon} />
      <span>
        <strong>{props.title}</strong>
        <small>{props.how}</small>
      </span>
    </Button>
  </li>
);

const cutTo = (length: number, words: string) =>
  words.length > length ? `${words.slice(0, length)}…` : words;
