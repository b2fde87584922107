import { expect, it } from 'vitest';
import { screenKey, toldAnew } from '../../renderer/app/screen-key.ts';
import { preferences, screens } from './fixtures.ts';

const screen = (name: string) => {
  const found = screens[name];
  if (!found) throw new Error(`no screen ${name}`);
  return { screen: found, preferences };
};

it.each([
  ['keeper-pin', 'keeper-pin-choose'],
  ['keeper-refusal-card-taken', 'keeper-refusal-card-blank'],
  ['keeper-devices-now', 'keeper-devices-searching'],
])('%s and %s are two screens: the second takes the focus', (one, other) => {
  expect(screenKey(screen(one))).not.toBe(screenKey(screen(other)));
});

it.each([
  ['door', 'door-remind'],
  ['keeper-door', 'keeper-door-remind'],
])('%s and %s are one screen, and the second is told anew', (one, other) => {
  expect(screenKey(screen(one))).toBe(screenKey(screen(other)));
  expect(toldAnew(screen(one))).not.toBe(toldAnew(screen(other)));
});

it('a refusal of the same kind for another reason is told anew', () => {
  const one = screen('refusal-foreign-code');
  if (one.screen.at !== 'refusal') throw new Error('that is no refusal');
  const refusal = { why: 'foreign-code', looksLike: 'book' } as const;
  const other = { ...one, screen: { ...one.screen, refusal } };
  expect(screenKey(one)).toBe(screenKey(other));
  expect(toldAnew(one)).not.toBe(toldAnew(other));
});

it('digits that are typed are told by nobody, and another language is', () => {
  expect(toldAnew(screen('phone'))).toBe(toldAnew(screen('phone-full')));
  const english = { ...screen('door'), preferences: { ...preferences, language: 'en' } as const };
  expect(toldAnew(english)).not.toBe(toldAnew(screen('door')));
});
