import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { done, type Result, refused } from '../../domain/result.ts';
import { syncDirectory } from '../ledger/sync-directory.ts';
import type { ResidentExport } from './exporting.ts';

/** `no-place`: no directory is named for it, or it is not there: the stick is not in. `not-written`: no room, or broken. */
export type ExportRefusal = { why: 'no-place' | 'not-written'; message: string };

/** Hut time, `20261123-0941`, for names that people sort. */
const stamp = (made: string): string =>
  new Date(Date.parse(made) + 8 * 3_600_000)
    .toISOString()
    .slice(0, 16)
    .replace(/[-:]/g, '')
    .replace('T', '-');

/** Takes a file away where the stick still lets it go: one that was pulled took it along. */
function drop(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What matters is told already: nothing was handed out.
  }
}

function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.part`;
  const fd = openSync(unfinished, 'wx', 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } catch (error) {
    drop(unfinished);
    throw error;
  } finally {
    closeSync(fd);
  }
  renameSync(unfinished, file);
}

/** Files that were written: their name without endings, and how to take them back. */
export interface WrittenExport {
  name: string;
  discard(): void;
}

/**
 * Writes an export as JSON and as a text to read, to a directory that is there already (a mounted stick), never
 * into the hut's own data. The names tell when, not who. `isThere`: whether a directory is the stick, and not the place
 * where it would be.
 */
export function writeExport(
  dir: string | null,
  held: ResidentExport,
  isThere: (dir: string) => boolean = () => true,
): Result<WrittenExport, ExportRefusal> {
  try {
    if (dir === null || !statSync(dir).isDirectory()) {
      return refused({ why: 'no-place', message: 'no directory for exports' });
    }
    if (!isThere(dir)) return refused({ why: 'no-place', message: `nothing is mounted on ${dir}` });
  } catch {
    return refused({ why: 'no-place', message: `${dir} is not there` });
  }
  const base = `xiaowu-${stamp(held.made)}`;
  for (let nth = 1; ; nth++) {
    const name = nth === 1 ? base : `${base}-${nth}`;
    const json = join(dir, `${name}.json`);
    const text = join(dir, `${name}.txt`);
    const discard = () => {
      for (const file of [json, text]) drop(file);
    };
    if (statSync(json, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      writeWhole(json, `${JSON.stringify(held, null, 2)}\n`);
      writeWhole(text, readable(held));
      // It may be pulled at once.
      syncDirectory(dir);
      return done({ name, discard });
    } catch (error) {
      discard();
      return refused({ why: 'not-written', message: error instanceof Error ? error.message : String(error) });
    }
  }
}

const day = (at: string | null): string => (at === null ? '—' : at.slice(0, 10));

/** The same for people: Chinese first, English beside it. */
export function readable(held: ResidentExport): string {
  const { phone, dwelling, trust, consent, cards, loans, openings } = held;
  const lines = [
    '小屋记着您的这些 · What the hut holds about you',
    '',
    `生成 made: ${held.made}`,
    `手机号 phone: ${phone ?? '—'}`,
    `住址 dwelling: ${dwelling === null ? '—' : `${dwelling.building}幢 ${dwelling.unit}单元 ${dwelling.room}室`}`,
    `信任级别 trust: ${trust === 'verified' ? '主理人核实 verified' : '自己登记 self-registered'}`,
    `同意的说明 consent: ${consent === null ? '—' : `${consent.version}，${day(consent.at)}，保存到 kept until ${day(consent.keptUntil)}`}`,
    `密码 PIN: 只存了算不回去的校验值 only a hash that cannot be turned back`,
    '',
    `卡 cards (${cards.length})`,
    ...cards.map(({ code, blocked }) => `  ${code}${blocked ? '  已停用 blocked' : ''}`),
    '',
    `借过的 loans (${loans.length})`,
    ...loans.map(
      ({ thing, barcode, begun, due, returned }) =>
        `  ${thing} ${barcode}  借 begun ${day(begun)}  应还 due ${day(due)}  还 returned ${day(returned)}`,
    ),
    '',
    `为您开过的柜门 doors opened for you (${openings.length})`,
    ...openings.map(({ door, at, outcome }) => `  ${door}号门 door  ${at}  ${outcome ?? '—'}`),
    '',
  ];
  return lines.join('\n');
}
