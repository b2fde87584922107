import { z } from 'zod';
import { line } from '../domain/log-line.ts';

const text = z.string();
const count = z.number().int();
const storeKind = z.enum(['sqlite', 'postgres']);
const one = { hut: text };

/**
 * Every line that the hub may log. One that is not here does not compile. Fields name a person by reference at most, as
 * in the id of a case; text from outside is made plain first, but for what an `error` of the database or of a bug quotes.
 * `docs/hub-log.md` is made from this by `node scripts/run.mjs scripts/log-docs.ts`.
 */
export const hubLogCatalogue = {
  'hub-ready': line('info', 'The hub serves.', '', { store: storeKind }),
  'hub-ended': line('info', 'The hub ended, as it was told to.', '', { store: storeKind }),
  'stranger-refused': line(
    'attention',
    'A request was refused before it was known from whom; at most one line a second.',
    'Many of them: somebody tries keys or codes, or a hut has a clock that is wrong. Look at the proxy for the address.',
    { error: text, path: text },
  ),
  'hut-refused': line(
    'attention',
    'A request of a hut was refused; of many such of one hut, one line a minute.',
    'By `error`: gap, fork and epoch go by themselves. envelope, bad-request: the hut is of a later release; update the hub. revoked: enrol it again if it is yours.',
    { ...one, endpoint: text, error: text },
  ),
  parked: line(
    'attention',
    'Events that this release cannot read were kept and put aside.',
    'Update the hub; it reads them at its next start.',
    { ...one, events: count },
  ),
  'parked-read': line('info', 'What an earlier release had put aside was read.', '', {
    ...one,
    events: count,
    parked: count,
  }),
  'cards-keyed': line(
    'info',
    'Cards that an earlier release knew by a plain hash are known by a keyed one. Huts of before know only their own cards until they are updated.',
    '',
    { cards: count },
  ),
  tidied: line(
    'info',
    'Personal data past its time was erased; blocks and events that are over, and replaced rows of feeds, were thrown away.',
    '',
    { persons: count, rows: count },
  ),
  'hut-enrolled': line(
    'info',
    'A machine gave its key with a code of the office. It may do nothing until the fingerprint was compared.',
    'Nobody at the office made a code just now? Then revoke this key at the desk.',
    { ...one, key: text, fingerprint: text },
  ),
  'epoch-opened': line(
    'attention',
    'A hut went on from an older state of its disk.',
    'Look at that hut: a backup of the whole machine put back, or a failing disk.',
    { ...one, epoch: count },
  ),
  'case-opened': line('attention', 'Two records differ, or a person must decide.', "See the desk's cases.", {
    kind: text,
    id: text,
  }),
  'case-closed': line('info', 'The fact that was missing arrived.', '', { kind: text, id: text }),
  'desk-passkey-refused': line('info', 'What a browser gave for a passkey was not as it should be.', '', {
    error: text,
  }),
  'store-away': line(
    'attention',
    'The database did not answer; huts send again, and the desk says so. At most one line a second.',
    'If it goes on: look at the database server and at the network to it.',
    { error: text },
  ),
  broken: line(
    'fault',
    'A bug or a broken machine; nothing of that request was taken.',
    'Save the log and tell the maintainers.',
    { endpoint: text, error: text },
  ),
} as const;

export type HubLogName = keyof typeof hubLogCatalogue;

/** One line of the hub's log. */
export type HubLogEntry = {
  [Name in HubLogName]: { what: Name } & z.infer<(typeof hubLogCatalogue)[Name]['fields']>;
}[HubLogName];
export type HubLog = (entry: HubLogEntry) => void;

/** What a text from outside may put into a line: printable ASCII, at most 80 characters of it. */
export const plainText = (given: string): string => given.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);

/** Writes entries as JSON lines with time and level. */
export function jsonHubLog(write: (line: string) => void, wall: () => number): HubLog {
  return (entry) => {
    const { level } = hubLogCatalogue[entry.what];
    write(`${JSON.stringify({ at: new Date(wall()).toISOString(), level, ...entry })}\n`);
  };
}
