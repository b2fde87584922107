import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { faultOf, systemFaultOf } from '../fault.ts';
import { ledgerFile } from '../hut-store.ts';
import { eventsInOrder } from '../verify.ts';
import type { LedgerCommand } from './command.ts';
import { refusedWhileRunning } from './opening.ts';

/** The log for other programs. It names no person: references only. */
export const exportLog: LedgerCommand = {
  usage: 'export [--out FILE] --data DIR',
  does: {
    zh: '把全部记录按行写成 JSON；没有姓名和手机号',
    en: 'writes the whole log as lines of JSON, hashes included; it holds no name and no number of anybody',
  },
  words: 0,
  options: ['out'],
  run(what) {
    if (refusedWhileRunning(what)) return 3;
    const { out } = what.options;
    let db: Database.Database | null = null;
    let fd: number | null = null;
    try {
      db = new Database(join(what.dir, ledgerFile), { readonly: true, fileMustExist: true });
      if (typeof out === 'string') fd = openSync(out, 'wx', 0o600);
      let events = 0;
      for (const row of eventsInOrder(db)) {
        const { event_id: id, wall_at: at, mono_ms: monoMs, prev_hash: prevHash, body, hash, ...same } = row;
        const line = JSON.stringify({
          ...same,
          id,
          at,
          monoMs,
          body: JSON.parse(body) as unknown,
          prevHash: prevHash.toString('hex'),
          hash: hash.toString('hex'),
        });
        if (fd === null) what.print(line);
        else writeFileSync(fd, `${line}\n`);
        events++;
      }
      if (fd !== null) fsyncSync(fd);
      what.note(`${events} events · 共 ${events} 条`);
      return 0;
    } catch (error) {
      const fault = faultOf(error) ?? systemFaultOf(error);
      const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (fault === null && !exists) throw error;
      what.note(exists ? `${out} is there already.\n文件已经存在。` : `${fault?.message}`);
      return 1;
    } finally {
      if (fd !== null) closeSync(fd);
      db?.close();
    }
  },
};
