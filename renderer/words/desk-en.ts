import type { Catalogue } from './zh-CN.ts';

/** Words of the keeper's desk, English; a part of the catalogue in `en.ts`. */
export const deskEn: Catalogue['desk'] = {
  signOut: 'Sign out',
  eave: "Keeper's desk · {{number}}",
  back: 'To the desk',
  step: { card: 'Card', pin: 'PIN', desk: 'Desk' },
  pin: {
    check: "Type the keeper's PIN",
    checkHow: 'Keeper {{number}}, {{count}} digits. The screen shows dots only.',
    choose: 'Choose a PIN of your own',
    chooseHow: 'The one-time PIN works once. {{count}} new digits; no birthday, no run of numbers.',
    repeat: 'Type the new PIN again',
    repeatHow: 'The same {{count}} digits, so that no slip stays in.',
    wrong_one: 'Not right. {{count}} more try',
    wrong_other: 'Not right. {{count}} more tries',
    locked: 'Wrong five times. Come back {{time}}',
    differs: 'The two differ. Choose again',
    tooSimple: 'Too easy to guess. Choose another',
    same: 'That is the one-time PIN. Choose another',
  },
  main: {
    ask: 'What is to be done?',
    look: 'to look at',
    overdue: 'overdue',
    out: 'with neighbours',
    none: 'Nothing to do here yet',
  },
  functions: {
    'open-door': 'Open a door',
    'open-doorHow': 'Restock, inspect, take out',
    things: 'Condition of things',
    thingsHow: 'Broken, mended, missing',
    residents: 'Residents',
    residentsHow: 'Cards, their data, erasure',
  },
  refusal: {
    'card-unknown': {
      title: 'This keeper card is not known',
      why: 'Ask the installer for a new one, or read another card.',
    },
    'card-blocked': {
      title: 'This keeper card is blocked',
      why: 'It was lost, or its keeper left. Read another card.',
    },
    'disk-full': {
      title: 'This was not recorded',
      why: "The hut's disk is full; nothing was changed. Ask for room to be made, then try again.",
    },
    'disk-error': {
      title: 'This was not recorded',
      why: "The hut's disk cannot be written; nothing was changed. Have it looked at, then try again.",
    },
    back: 'All right',
  },
};
