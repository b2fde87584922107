import type { troubleZhCN } from './trouble-zh-CN.ts';

/** When the hut cannot do its work: what is so, why, and what a keeper does. */
export const troubleEn: typeof troubleZhCN = {
  startingTitle: 'The hut is getting ready',
  startingHow: 'One moment, please.',
  stillTitle: 'What still works',
  stillReturn: 'Returning: hand it to the keeper, or use the returns basket; it is written down later',
  stillKeeper: 'Urgent: press “Get help” below',
  safe: 'Earlier records are untouched. Once this is put right, the hut goes on by itself.',
  keeper: 'For the keeper: {{act}}',
  codes: {
    'disk-full': {
      title: 'The hut’s book is full',
      how: 'Nothing can be written now, so nothing is lent, to keep the book right.',
      act: 'the disk is full. Make room; no restart needed.',
    },
    'disk-error': {
      title: 'The hut cannot write just now',
      how: 'The disk with the book does not answer, so nothing is lent.',
      act: 'look at the disk and its cable. The hut tries again every ten seconds.',
    },
    'read-only': {
      title: 'The hut cannot write just now',
      how: 'The book can be read but not written, so nothing is lent.',
      act: 'the data folder takes no writing. Put its rights right, or mount the disk for writing.',
    },
    gone: {
      title: 'The hut cannot find its book',
      how: 'The disk with the book may be loose, so nothing is lent.',
      act: 'plug in or mount the disk with the data folder. Do not make a new folder.',
    },
    'in-use': {
      title: 'Another program uses the book',
      how: 'Once it is done, this screen opens by itself.',
      act: 'the hut runs twice, or an import or backup is at work. End the other one.',
    },
    newer: {
      title: 'This program is too old',
      how: 'A newer one wrote the book, and this one does not touch it.',
      act: 'install the newer release again. The book is untouched.',
    },
    damaged: {
      title: 'The hut cannot read its book',
      how: 'So nothing is lent, to keep the book right.',
      act: 'see “backups” in the keeper manual, and restore the last good one.',
    },
  },
};
