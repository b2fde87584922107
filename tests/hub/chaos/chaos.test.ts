import { describe, expect, test } from 'vitest';
import { noPostgres, startPostgres } from '../postgres-server.ts';
import { chaos } from './chaos.ts';

/** The long run is `npm run torture -- chaos`. Each test has processes of its own, which take their time to start. */
const timeout = 240_000;

describe('real processes, killed at any request, with replies thrown away', () => {
  test('a hub on SQLite, and huts', { timeout }, async () => {
    const run = await chaos(1, {
      huts: 8,
      crews: 2,
      kills: ['hub', 'crew'],
      between: [20, 60],
      server: null,
    });
    expect(run.broken, run.story.join('\n')).toEqual([]);
    expect(run.stored).toBe(run.expected);
    expect(run.distinct).toBe(run.expected);
    expect(run.lost).toBeGreaterThan(0);
  });

  test('a hub whose disk lies is found out', { timeout }, async () => {
    const size = { huts: 2, crews: 1, kills: ['hub', 'hub'] as const, between: [40, 60] as [number, number] };
    const run = await chaos(2, { ...size, server: null, lyingDisk: true });
    expect(run.broken.join('\n')).toMatch(/acknowledged up to \d+, stored up to \d+/);
  });

  const missing = noPostgres();
  if (missing !== null) {
    console.warn(`left out on PostgreSQL: chaos: ${missing}`);
    return;
  }
  test('16 huts, a hub and PostgreSQL, killed apart and together', { timeout }, async () => {
    const server = await startPostgres({ safe: true });
    try {
      const run = await chaos(3, {
        huts: 16,
        crews: 1,
        kills: ['database', 'both'],
        between: [20, 60],
        server,
      });
      expect(run.broken, run.story.join('\n')).toEqual([]);
      expect(run.stored).toBe(run.expected);
      expect(run.distinct).toBe(run.expected);
    } finally {
      await server.stop();
    }
  });
});
