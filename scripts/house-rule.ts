import { readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor, type VisitorObject } from 'oxc-parser';
import { sourcesIn } from './sources.ts';

/** One import as it stands in a file. */
interface Import {
  from: string;
  line: number;
  /** Erased when types are stripped. */
  typeOnly: boolean;
}

export interface Breach {
  file: string;
  line: number;
  /** Names the room and the rule it breaks, in plain words. */
  message: string;
}

interface Room {
  /** Rooms it may import besides itself. */
  rooms: readonly string[];
  /** Rooms of which it may import types only. */
  types?: readonly string[];
  node: boolean;
  /** npm packages: any, or these. */
  packages: 'any' | readonly string[];
  rule: string;
}

const rooms: Record<string, Room> = {
  domain: { rooms: [], node: false, packages: ['zod'], rule: 'domain imports zod and domain only' },
  native: {
    rooms: [],
    types: ['domain'],
    node: true,
    packages: 'any',
    rule: 'native imports from domain nothing but types (import type), and no other room',
  },
  hut: {
    rooms: ['domain', 'native'],
    node: true,
    packages: 'any',
    rule: 'hut imports domain and native, and no other room',
  },
  electron: {
    rooms: ['domain'],
    node: true,
    packages: 'any',
    rule: 'electron imports domain, and no other room',
  },
  renderer: {
    rooms: ['domain'],
    node: false,
    packages: 'any',
    rule: 'renderer imports domain and packages for a browser: no other room, and nothing of Node',
  },
  // The part of the hub that a browser runs.
  'hub/desk': {
    rooms: ['domain'],
    node: false,
    packages: 'any',
    rule: 'hub/desk imports domain and packages for a browser: nothing else of the hub, and nothing of Node',
  },
  hub: { rooms: ['domain'], node: true, packages: 'any', rule: 'hub imports domain, and no other room' },
};

/** Rooms of the shop, not of the house: they may look into every room, but not import Electron. */
const open = ['tests', 'bench', 'scripts'];

const nothingNames = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'service'];

/**
 * Looks at every source file under `root` and returns what breaks the rules of the house: which room imports
 * what, who may import Electron, and names that say nothing.
 */
export function checkHouse(root: string): Breach[] {
  const folders = Object.keys(rooms).filter((room) => !room.includes('/'));
  return [...folders, ...open].flatMap((room) =>
    sourcesIn(join(root, room)).flatMap((full) => {
      const file = relative(root, full).split(sep).join('/');
      return [...checkName(file), ...checkImports(root, file, readFileSync(full, 'utf8'))];
    }),
  );
}

function checkName(file: string): Breach[] {
  const room = file.split('/')[0] ?? '';
  return file
    .split('/')
    .slice(1)
    .map((part) => part.split('.')[0] ?? '')
    .filter((name) => nothingNames.includes(name))
    .map((name) => ({ file, line: 1, message: `room ${room}: the name "${name}" does not say what it is` }));
}

function checkImports(root: string, file: string, source: string): Breach[] {
  const name = roomOf(file);
  const room = rooms[name];
  return importsOf(file, source).flatMap((found) => {
    const broken = (why: string) => [
      { file, line: found.line, message: `room ${name}: "${found.from}" is ${why}` },
    ];
    if (isPackage(found.from, 'electron') && name !== 'electron') {
      // Tests of the shell take its types; the alias of Vitest keeps them from the real thing.
      const typesInTests = found.typeOnly && file.startsWith('tests/electron/');
      if (!typesInTests) return broken('Electron, and only electron/ imports it');
    }
    if (room === undefined) return [];
    if (found.from.startsWith('.')) {
      const target = roomOf(
        relative(root, normalize(join(root, dirname(file), found.from)))
          .split(sep)
          .join('/'),
      );
      if (target === name || room.rooms.includes(target)) return [];
      if (room.types?.includes(target)) return found.typeOnly ? [] : broken(`a value; ${room.rule}`);
      return broken(`in ${target === '..' ? 'no room' : target}; ${room.rule}`);
    }
    if (isOfNode(found.from)) return room.node ? [] : broken(`a part of Node; ${room.rule}`);
    if (room.packages === 'any' || room.packages.some((allowed) => isPackage(found.from, allowed))) return [];
    return broken(`a package; ${room.rule}`);
  });
}

/** The room that a file is in: a part with rules of its own, else its first folder. */
function roomOf(file: string): string {
  const part = Object.keys(rooms).find((room) => room.includes('/') && file.startsWith(`${room}/`));
  return part ?? file.split('/')[0] ?? '';
}

const isPackage = (from: string, name: string) => from === name || from.startsWith(`${name}/`);
const isOfNode = (from: string) => from.startsWith('node:') || builtin.has(from.split('/')[0] ?? '');
const builtin = new Set(
  'assert buffer child_process crypto dgram dns events fs http https module net os path process stream url util vm worker_threads zlib'.split(
    ' ',
  ),
);

/** @throws when the file cannot be parsed */
function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(basename(file), source);
  const error = errors[0];
  if (error) throw new Error(`${file}: ${error.message}`);
  const found: Import[] = [];
  const add = (node: { start: number }, from: unknown, typeOnly: boolean) => {
    if (typeof from !== 'string') return;
    found.push({ from, line: source.slice(0, node.start).split('\n').length, typeOnly });
  };
  // Assigned one by one: in an object literal the linter takes the names of nodes for React components.
  const at: VisitorObject = {};
  at.ImportDeclaration = (node) => add(node, node.source.value, node.importKind === 'type');
  at.ExportNamedDeclaration = (node) => add(node, node.source?.value, node.exportKind === 'type');
  at.ExportAllDeclaration = (node) => add(node, node.source.value, node.exportKind === 'type');
  at.ImportExpression = (node) => add(node, 'value' in node.source ? node.source.value : null, false);
  at.TSImportType = (node) => add(node, node.source.value, true);
  at.CallExpression = (node) => {
    if (node.callee.type !== 'Identifier' || node.callee.name !== 'require') return;
    const first = node.arguments[0];
    if (first?.type === 'Literal') add(node, first.value, false);
  };
  new Visitor(at).visit(program);
  return found;
}

if (import.meta.main) {
  const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));
  const breaches = checkHouse(root);
  for (const { file, line, message } of breaches) console.error(`${file}:${line}  ${message}`);
  if (breaches.length > 0) process.exitCode = 1;
}
