import type { voiceZhCN } from './voice-zh-CN.ts';

/** Recording what the hut says, for keepers, English. */
export const voiceEn: typeof voiceZhCN = {
  ask: 'Which words?',
  how: '{{all}} in all, {{count}} recorded. A machine speaks the rest. For Chinese, press 中文 first.',
  recorded: 'recorded',
  notYet: 'not recorded yet',
  next: 'Go on',
  clip: {
    how: 'Read the large words, slowly and clearly.',
    within: 'Read the large words only. They stand in: {{sentence}}',
    now: 'Hear it now',
    nowRecorded: 'It is a recording',
    nowMade: 'It is a machine',
    start: 'Record',
    again: 'Once more',
    startHow: 'A hand away from the microphone',
    stop: 'I have read it',
    stopHow: 'Recording; press here at the end',
    hear: 'Hear mine',
    hearHow: 'Not kept yet',
    drop: 'Take it back',
    dropHow: 'The machine speaks again',
    keep: 'Keep it, next one',
    skip: 'Next one',
    problem: {
      'no-microphone': 'No microphone was found. Plug it in and record again.',
      'too-quiet': 'Nothing was heard. Come closer and record again.',
      'not-kept': 'It was not kept. Look at the disk and try again.',
    },
  },
};
