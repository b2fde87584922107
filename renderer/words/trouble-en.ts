import type { troubleZhCN } from './trouble-zh-CN.ts';

/** When the hut cannot do its work: what is so, why, and what a keeper does. */
export const troubleEn: typeof troubleZhCN = {
  startingTitle: 'The hut is getting ready',
  startingHow: 'One moment, please.',
  brokenTitle: 'This page does not open',
  brokenHow: 'Please go home and try again.',
  brokenKeeper: 'If a door is open, close it first. If it stays so, press "Get help" below.',
  brokenHome: 'Go home',
  stillTitle: 'What still works',
  stillReturn: 'Returning: hand it to the keeper, or use the returns basket',
  stillKeeper: 'Urgent: press "Get help" below',
  keeper: 'Keeper: {{act}} Then it goes on by itself.',
  codes: {
    'disk-full': {
      title: "The hut's book is full",
      how: 'Nothing can be written now, so nothing is lent.',
      act: 'make room on the disk.',
    },
    'disk-error': {
      title: 'The hut cannot write just now',
      how: 'The disk with the book does not answer, so nothing is lent.',
      act: 'look at the disk and its cable.',
    },
    'read-only': {
      title: 'The hut cannot write just now',
      how: 'The book can be read but not written, so nothing is lent.',
      act: 'let the data folder be written to.',
    },
    gone: {
      title: 'The hut cannot find its book',
      how: 'The disk with the book may be loose, so nothing is lent.',
      act: 'plug in or mount the data disk. Make no new folder.',
    },
    'in-use': {
      title: 'Another program uses the book',
      how: 'Once it is done, this screen opens by itself.',
      act: 'end the other hut program or import.',
    },
    newer: {
      title: 'This program is too old',
      how: 'A newer one wrote the book, and this one does not touch it.',
      act: 'install the newer release again.',
    },
    damaged: {
      title: 'The hut cannot read its book',
      how: 'So nothing is lent, to keep the book right.',
      act: 'restore a backup; see the manual.',
    },
  },
};
