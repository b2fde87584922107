import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOwn, isOwnPage, pageUrl } from '../../electron/own-origin.ts';

const strangers = [
  'https://evil.example/app://hut/index.html',
  'https://evil.example/?app://hut',
  'https://app//hut/index.html',
  'app://hut.evil.example/index.html',
  'app://evil.example/app://hut/',
  'app://hut@evil.example/index.html',
  'app://user@hut/index.html',
  'app://user:secret@hut/index.html',
  'app://hut:8080/index.html',
  'app://HUT/index.html',
  'app:hut/index.html',
  'app:///hut/index.html',
  'app2://hut/index.html',
  'xapp://hut/index.html',
  'file:///hut/index.html',
  'data:text/html,app://hut',
  'javascript:location="app://hut"',
  'blob:app://hut/1234',
  'about:blank',
  'devtools://devtools/bundled/inspector.html',
  'chrome://settings',
  'view-source:app://hut/index.html',
  'http://127.0.0.1:80/',
  '//hut/index.html',
  'null',
  '',
];

test.each(strangers)('%s is not ours', (url) => {
  expect(isOwn(url)).toBe(false);
  expect(isOwnPage(url)).toBe(false);
});

test('our own page is ours, and is the only place of the origin to go to', () => {
  for (const url of [pageUrl, 'app://hut', 'app://hut/', `${pageUrl}?a=b#c`])
    expect(isOwnPage(url)).toBe(true);
  for (const url of ['app://hut/assets/a.js', 'app://hut/index.html/x', 'app://hut//index.html']) {
    expect(isOwn(url)).toBe(true);
    expect(isOwnPage(url)).toBe(false);
  }
});

test('no host or scheme but our own passes, whatever stands around its name', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string(), (web, tail) => {
      expect(isOwn(web)).toBe(false);
      expect(isOwn(`${web}#${pageUrl}`)).toBe(false);
      expect(isOwn(`${web}/${pageUrl}${tail}`)).toBe(false);
    }),
  );
});
