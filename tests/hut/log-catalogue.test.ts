import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hubLogCatalogue } from '../../hub/log-catalogue.ts';
import { LogEntry, logCatalogue } from '../../hut/log-catalogue.ts';
import { logPages } from '../../scripts/log-docs.ts';

describe('the log catalogue', () => {
  it('of hut and hub has its page up to date: node scripts/run.mjs scripts/log-docs.ts', () => {
    for (const { file, text } of logPages) expect(readFileSync(file, 'utf8')).toBe(text());
  });

  it('says of every line what it means, and of every fault what to do', () => {
    for (const [name, { level, means, act }] of Object.entries({ ...logCatalogue, ...hubLogCatalogue })) {
      expect(means, name).toMatch(/^[A-Z].*\.$/);
      if (level === 'fault') expect(act, name).not.toBe('');
    }
  });

  it('refuses a line that it does not know, and a field too many', () => {
    expect(LogEntry.safeParse({ what: 'hut-started', boot: 'a', settled: 0 }).success).toBe(true);
    expect(LogEntry.safeParse({ what: 'hut-started', boot: 'a', settled: 0, phone: '1' }).success).toBe(
      false,
    );
    expect(LogEntry.safeParse({ what: 'hut-started', boot: 'a' }).success).toBe(false);
    expect(LogEntry.safeParse({ what: 'nobody-knows' }).success).toBe(false);
  });
});
