import type { Screen } from '../../domain/contract/screen.ts';
import { lexicon } from '../../renderer/sound/lexicon.ts';

const longest = (language: 'zh-CN' | 'en') => {
  const [first] = lexicon(language).toSorted((a, b) => b.words.length - a.words.length);
  if (first === undefined) throw new Error('nothing is ever said');
  return first.clip;
};
const clipOf = (words: string) => {
  const found = lexicon('zh-CN').find((phrase) => phrase.words === words);
  if (found === undefined) throw new Error(`nobody says ${words}`);
  return found.clip;
};
const names = [{ zh: '三步梯', en: 'Three-step ladder' }];

/** Screens on which a keeper records what the hut says; `fixtures.ts` takes them in. */
export const voiceScreens: Record<string, Screen> = {
  'keeper-voice': { at: 'keeper-voice', page: 0, names },
  'keeper-voice-long': { at: 'keeper-voice', page: 40, names },
  'keeper-clip': {
    at: 'keeper-clip',
    language: 'zh-CN',
    clip: clipOf('号门开了'),
    recorded: false,
    names,
  },
  'keeper-clip-recorded': {
    at: 'keeper-clip',
    language: 'zh-CN',
    clip: longest('zh-CN'),
    recorded: true,
    names,
  },
  'keeper-clip-en': { at: 'keeper-clip', language: 'en', clip: longest('en'), recorded: true, names },
};
