import type { PieceCatalogue } from './piece-words.ts';

/** Words of the components that are fetched when they are first needed, English. */
export const piecesEn: PieceCatalogue = {
  keyboard: {
    label: 'On-screen keyboard',
    pinyin: '拼音',
    english: 'ABC',
    number: '123',
    words: 'Words to choose from',
    how: 'Type pinyin, then touch the word',
    lost: 'No words now: write letters or figures',
    back: 'Words before',
    more: 'More words',
    delete: 'Delete one',
    upper: 'Capitals',
    case: 'Aa',
    space: 'Space',
    take: 'Take the first',
  },
  memo: {
    label: 'Say it',
    start: 'Touch, then speak',
    how: 'No need to write: say it, for {{seconds}} seconds at most.',
    stop: 'That is all',
    going: 'Recording: {{seconds}} s of {{of}} s',
    taken: 'Recorded. Hear it before you hand it in',
    hear: 'Hear it',
    drop: 'Delete it',
    again: 'Say it again',
    problem: {
      'no-microphone': 'The microphone of this machine cannot be used now',
      'too-quiet': 'Too quiet: please come nearer and say it again',
    },
  },
  picture: {
    label: 'Take a picture',
    how: 'The thing upright, no people in it',
    take: 'Take it',
    taken: 'The picture just taken',
    again: 'Take another',
  },
  status: {
    label: 'Parts of the hut',
    well: '{{name}}: fine',
    wait: '{{name}}: one moment',
    bad: '{{name}}: please look',
  },
};
