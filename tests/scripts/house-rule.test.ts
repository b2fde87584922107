import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { checkHouse } from '../../scripts/house-rule.ts';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'xiaowu-house-'));
  trees.push(root);
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), source);
  }
  return root;
}

describe('what the rooms may not import', () => {
  test.each([
    ['domain', 'domain/a.ts', `import { join } from 'node:path';`],
    ['domain', 'domain/a.ts', `import { join } from 'path';`],
    ['domain', 'domain/a.ts', `import { build } from 'vite';`],
    ['domain', 'domain/a.ts', `import type { Board } from '../native/board.ts';`],
    ['domain', 'domain/deep/a.ts', `export { x } from '../../hut/x.ts';`],
    ['native', 'native/a.ts', `import { done } from '../domain/result.ts';`],
    ['native', 'native/a.ts', `import { type Result, done } from '../domain/result.ts';`],
    ['native', 'native/a.ts', `import type { Hut } from '../hut/hut.ts';`],
    ['hut', 'hut/a.ts', `import { App } from '../renderer/app.tsx';`],
    ['hut', 'hut/lending/a.ts', `const later = import('../../electron/main.ts');`],
    ['hut', 'hut/a.ts', `import type { Desk } from '../hub/desk.ts';`],
    ['hut', 'hut/a.ts', `let x: import('../renderer/app.tsx').App;`],
    ['electron', 'electron/a.ts', `import { hut } from '../hut/main.ts';`],
    ['electron', 'electron/preload.cts', `const native = require('../native/board.ts');`],
    ['renderer', 'renderer/a.tsx', `import { readFileSync } from 'node:fs';`],
    ['renderer', 'renderer/a.tsx', `import type { Socket } from 'node:net';`],
    ['renderer', 'renderer/a.tsx', `import type { View } from '../hut/visit.ts';`],
    ['renderer', 'renderer/a.tsx', `export * from '../native/board.ts';`],
    ['hub', 'hub/a.ts', `import { ledger } from '../hut/ledger.ts';`],
    ['hub', 'hub/a.ts', `import { Desk } from './desk/app/desk.tsx';`],
    ['hub/desk', 'hub/desk/app/a.tsx', `import { deskApp } from '../../desk-api/app.ts';`],
    ['hub/desk', 'hub/desk/app/a.tsx', `import { readFileSync } from 'node:fs';`],
    ['hub/desk', 'hub/desk/a.ts', `import type { View } from '../../renderer/app/app.tsx';`],
    ['hub', 'hub/a.ts', `import x from '../package.json';`],
  ])('room %s: %s with %s', (room, file, source) => {
    const found = checkHouse(tree({ [file]: `\n\n${source}\n` }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ file, line: 3 });
    expect(found[0]?.message).toContain(`room ${room}:`);
    expect(found[0]?.message).toContain(`${room} imports`);
  });

  test.each([
    ['hut/a.ts', `import { app } from 'electron';`],
    ['renderer/a.ts', `import type { IpcRenderer } from 'electron/renderer';`],
    ['scripts/a.ts', `await import('electron');`],
    ['tests/hut/a.test.ts', `import type { App } from 'electron';`],
    ['tests/electron/a.test.ts', `import { app } from 'electron';`],
  ])('Electron in %s', (file, source) => {
    const found = checkHouse(tree({ [file]: source }));
    expect(found.map((breach) => breach.message)).toEqual([
      expect.stringContaining('only electron/ imports it'),
    ]);
  });

  test.each(['utils.ts', 'helpers.tsx', 'common/word.ts', 'manager.ts', 'service.ts', 'util.mjs'])(
    'the name hut/%s',
    (name) => {
      const found = checkHouse(tree({ [`hut/${name}`]: '' }));
      expect(found[0]?.message).toContain('does not say what it is');
    },
  );
});

test('what the rooms do import passes', () => {
  const root = tree({
    'domain/a.ts': `import { z } from 'zod';\nimport { done } from './result.ts';\nexport const x = z;`,
    'native/a.ts': `import type { Result } from '../domain/result.ts';\nimport { SerialPort } from 'serialport';\nimport net from 'node:net';`,
    'hut/a.ts': `import { done } from '../domain/result.ts';\nimport { board } from '../native/board.ts';\nimport fs from 'node:fs';`,
    'electron/a.ts': `import { app } from 'electron';\nimport path from 'node:path';\nimport { done } from '../domain/result.ts';`,
    'renderer/a.tsx': `import './look/a.css';\nimport { useState } from 'react';\nimport { View } from '../domain/contract/screen.ts';\nexport const A = () => <p>{'../hut/main.ts'}</p>;`,
    'hub/a.ts': `import { done } from '../domain/result.ts';\nimport http from 'node:http';`,
    'tests/electron/a.test.ts': `import type { App } from 'electron';\nimport { x } from '../../hut/a.ts';`,
    'hut/services/ordering.ts': '',
  });
  expect(checkHouse(root)).toEqual([]);
});

test('the command says where and why, and fails', () => {
  const script = fileURLToPath(new URL('../../scripts/house-rule.ts', import.meta.url));
  const root = tree({ 'renderer/app.tsx': `\nimport '../hut/main.ts';` });
  const run = spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain(
    'renderer/app.tsx:2  room renderer: "../hut/main.ts" is in hut; renderer imports',
  );
});

test('this house keeps its rules', () => {
  expect(checkHouse(fileURLToPath(new URL('../..', import.meta.url)))).toEqual([]);
});
