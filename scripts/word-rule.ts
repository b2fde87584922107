import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor, type VisitorObject } from 'oxc-parser';
import { allWords } from '../renderer/words/all-words.ts';
import { languages } from '../renderer/words/words.ts';
import { readLanguages } from './languages.ts';
import { sourcesIn } from './sources.ts';

export interface WordBreach {
  file: string;
  line: number;
  message: string;
}

/** Parts of an element that are read to people. */
const readAttributes = new Set([
  'aria-label',
  'aria-description',
  'alt',
  'title',
  'placeholder',
  'label',
  'words',
]);
/** Characters that are painted, as on a house: they are no words to a reader. */
const painted = new Set(['renderer/drawings/moon-gate.tsx']);
const letter = /\p{L}/u;
const han = /\p{Script=Han}/u;

/** What a file of the screen says by itself, and the keys it asks for: whole ones, and patterns of composed ones. */
interface Found {
  breaches: WordBreach[];
  keys: Set<string>;
  patterns: RegExp[];
}

/** Reads one file of `renderer/` outside of `renderer/words/`. @throws when it cannot be parsed */
export function wordsIn(file: string, source: string): Found {
  const { program, errors } = parseSync(basename(file), source);
  const error = errors[0];
  if (error) throw new Error(`${file}: ${error.message}`);
  const found: Found = { breaches: [], keys: new Set(), patterns: [] };
  const hard = (node: { start: number }, text: string) => {
    if (painted.has(file)) return;
    found.breaches.push({
      file,
      line: source.slice(0, node.start).split('\n').length,
      message: `"${text.trim()}" stands in the code: words for people belong in renderer/words/, and come by say()`,
    });
  };
  // Assigned one by one: in an object literal the linter takes the names of nodes for React components.
  const at: VisitorObject = {};
  at.JSXText = (node) => {
    if (letter.test(node.value)) hard(node, node.value);
  };
  at.JSXAttribute = (node) => {
    const name = node.name.type === 'JSXIdentifier' ? node.name.name : '';
    const text = node.value?.type === 'Literal' ? node.value.value : null;
    if (readAttributes.has(name) && typeof text === 'string' && letter.test(text)) hard(node, text);
  };
  at.Literal = (node) => {
    if (typeof node.value !== 'string') return;
    if (han.test(node.value)) hard(node, node.value);
    found.keys.add(node.value);
  };
  at.TemplateLiteral = (node) => {
    const parts = node.quasis.map((part) => part.value.cooked ?? '');
    if (parts.some((part) => han.test(part))) hard(node, parts.join('…'));
    const plain = parts.map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
    if (parts.some((part) => part.includes('.'))) found.patterns.push(new RegExp(`^${plain.join('.+')}$`));
  };
  new Visitor(at).visit(program);
  return found;
}

type Tree = { [key: string]: string | Tree };
function* keysOf(tree: Tree, at = ''): Generator<string> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield at + key;
    else yield* keysOf(value, `${at}${key}.`);
  }
}
const bare = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');

/**
 * Words for people stand in the catalogue and nowhere else in the renderer; every key of the catalogue is asked for
 * somewhere; every language has the same ones. (That a key which is asked for exists is a matter of types.)
 */
export function checkWords(root: string): WordBreach[] {
  const words = join(root, 'renderer', 'words');
  const breaches: WordBreach[] = [];
  const keys = new Set<string>();
  const patterns: RegExp[] = [];
  for (const full of sourcesIn(join(root, 'renderer'))) {
    const file = relative(root, full).split(sep).join('/');
    const source = readFileSync(full, 'utf8');
    const found = wordsIn(file, source);
    // The words themselves are no use of their keys; what speaks of dates beside them is.
    if (!full.startsWith(words + sep)) breaches.push(...found.breaches);
    else if (!source.includes('sayIn(')) continue;
    for (const key of found.keys) keys.add(key);
    patterns.push(...found.patterns);
  }
  const own = new Map(
    languages().map((language) => [language, new Set([...keysOf(allWords(language))].map(bare))]),
  );
  const all = new Set([...own.values()].flatMap((set) => [...set]));
  for (const key of all) {
    const file = 'renderer/words/zh-CN.ts';
    if (!keys.has(key) && !patterns.some((pattern) => pattern.test(key))) {
      breaches.push({ file, line: 1, message: `nobody says ${key}: delete it in every language` });
    }
    for (const [language, has] of own) {
      if (!has.has(key)) breaches.push({ file, line: 1, message: `${language} has no words for ${key}` });
    }
  }
  return breaches;
}

if (import.meta.main) {
  const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));
  await readLanguages(root);
  const breaches = checkWords(root);
  for (const { file, line, message } of breaches) console.error(`${file}:${line}  ${message}`);
  if (breaches.length > 0) process.exitCode = 1;
}
