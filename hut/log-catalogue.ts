import { z } from 'zod';
import { line } from '../domain/log-line.ts';

const text = z.string();
const count = z.number().int();
/** Code and message of a refused write or open (`hut/ledger/fault.ts`). */
const fault = { code: text, message: text };
/** A stack: where the bug or the broken machine was met. */
const broken = { error: text };

/**
 * Every line that the hut may log. A line that is not here does not compile. Fields name no person: references,
 * numbers of doors, codes of faults. `docs/log.md` is made from this by `node scripts/run.mjs scripts/log-docs.ts`.
 */
export const logCatalogue = {
  'hut-started': line(
    'info',
    'The hut is open: devices connected, openings of before settled or waiting for their board.',
    '',
    { boot: text, settled: count },
  ),
  'start-failed': line(
    'fault',
    'Reading the doors or the ledger at the start broke off; doors are watched all the same.',
    'Look at the lines before it. If it comes again, save the log and tell the maintainers.',
    broken,
  ),
  visit: line('info', 'The screen went from one stage to another.', '', {
    visit: text,
    from: text,
    to: text,
    because: text,
  }),
  'view-failed': line(
    'fault',
    'The screen could not be drawn from the ledger; it shows trouble instead.',
    'With a line ledger-lost beside it, see there. Else it is a bug: save the log and tell the maintainers.',
    broken,
  ),
  'page-broke': line(
    'fault',
    'A screen could not be drawn, or a file of the page did not come. Whoever stood there was offered the way home.',
    'The page loads itself anew once nobody is there. If it comes again, save the log and tell the maintainers.',
    broken,
  ),
  'call-failed': line(
    'fault',
    'A call of the screen, or a scan, broke inside the hut; the screen stayed as it was.',
    'With a line ledger-lost beside it, see there. Else it is a bug: save the log and tell the maintainers.',
    { call: text, error: text, stack: text.optional() },
  ),
  'bad-answer': line(
    'fault',
    "The hut's answer did not fit the contract.",
    'A bug: save the log and tell the maintainers.',
    {
      call: text,
      issue: text.optional(),
    },
  ),
  'screen-error': line('attention', 'A connection of a screen broke or sent a frame too large.', '', broken),
  'screen-refused': line(
    'attention',
    'Something on this machine asked for the kiosk without the right host, origin, path or token.',
    'Often a page left open from before a restart. If it goes on, find out what runs on the machine.',
    { because: text },
  ),
  'screen-flooded': line('attention', 'A screen sent more frames than a finger can and was cut off.', '', {
    frames: count,
  }),
  recording: line('info', 'A keeper recorded what the hut says, in place of a clip that came with it.', '', {
    clip: text,
    language: text,
    keeper: text,
    kept: z.boolean(),
  }),
  device: line('info', 'A device came, went or answered oddly.', 'See the keeper manual, devices.', {
    device: text,
    event: text,
    detail: text.optional(),
  }),
  'doors-failed': line(
    'fault',
    'One look at the doors broke off; they are looked at again.',
    'With a line ledger-lost beside it, see there. Else it is a bug: save the log and tell the maintainers.',
    broken,
  ),
  'opening-settled': line(
    'info',
    'An opening from before a restart was settled from what its door says.',
    '',
    {
      opening: text,
      opened: z.boolean(),
    },
  ),
  'ledger-migrated': line('info', 'The ledger was brought to this version.', '', { version: count }),
  'not-recorded': line(
    'fault',
    'A commit was refused by the disk; nothing of it was shown as done.',
    'See the line room-short or ledger-lost beside it.',
    fault,
  ),
  'ledger-not-open': line(
    'fault',
    'The ledger cannot be opened; the screen says why, and it is tried again after `again` milliseconds.',
    'disk-full: make room. read-only: let the user of the hut write. gone: plug in or mount the disk with the data folder. in-use: end the other program. newer: install the newer release. corrupt, not-a-ledger, missing, damaged: see the keeper manual, backups.',
    { ...fault, again: count },
  ),
  'ledger-lost': line(
    'fault',
    'The open ledger can no longer be trusted; nothing more is written to it until it has been opened anew.',
    'disk-error: look at the disk and its cable. gone: plug in or mount it again. The hut goes on by itself then.',
    fault,
  ),
  'ledger-back': line('info', 'The ledger is open again. `same`: it is the one from before.', '', {
    same: z.boolean(),
    seq: count,
  }),
  'room-short': line(
    'fault',
    'The disk is full: the reserve was given up (used), or not even that was enough (none). Nothing is lent.',
    'Make room on the disk that holds the data folder. Lending goes on by itself then.',
    { state: z.enum(['used', 'none']), free: count },
  ),
  'room-back': line('info', 'There is room again and the reserve is whole; lending goes on.', '', {
    free: count,
  }),
  'clock-wrong': line(
    'fault',
    'The clock of the machine cannot be right (unset, behind, ahead); returns go on, nothing is lent.',
    'Set the clock. Where it is right after all, say so at the keeper desk.',
    { because: z.enum(['unset', 'behind', 'ahead']), wall: z.number(), expected: z.number() },
  ),
  'clock-right': line('info', 'The clock can be right again; lending goes on.', '', { wall: z.number() }),
  'log-dropped': line('attention', 'So many lines could not be written to the log file.', '', {
    lines: count,
    error: text,
  }),
  'finder-not-written': line(
    'attention',
    'The file run.json could not be written: `--health` does not find this hut.',
    'See the line ledger-lost or room-short beside it.',
    broken,
  ),
  'unknown-scan-not-kept': line(
    'attention',
    'A code nobody knew could not be kept for the keeper.',
    'See the line not-recorded.',
    fault,
  ),
  'tidy-failed': line(
    'attention',
    'Something of what is done while nobody is there came to nothing: the write-ahead log moved into the database, old memos thrown away, somebody erased.',
    'Nothing: it is done at the next rest. Where it comes again and again, see `error`.',
    broken,
  ),
  'ledger-restored': line(
    'fault',
    'The ledger was damaged, shorter than recorded, or gone; the hut goes on from a backup and what could be proved.',
    'Read what is missing (`lost`) and put it right by hand. The old files are in `quarantine`.',
    {
      why: z.enum(['damaged', 'behind', 'missing', 'command']),
      from: text,
      backTo: count.nullable(),
      lost: z.strictObject({ until: count, events: count.nullable() }).nullable(),
      quarantine: text,
      found: text,
    },
  ),
  'histories-joined': line(
    'attention',
    'The hub held a part of the log that this hut had lost; both histories are one again. `kept` facts of after event `after` were recorded once more, `aside` found no room and wait for a person.',
    'Look at the cases at the hub. Find out how the disk came to be older: a backup of the whole machine put back, a failing disk.',
    { after: count, kept: count, aside: count },
  ),
  'histories-not-joined': line(
    'fault',
    'What the hub holds of the log could not be joined with the ledger, which stays as it is.',
    'See `message`. It is tried again; if it goes on, save the log and tell the maintainers.',
    fault,
  ),
  'hub-file-unreadable': line(
    'fault',
    'This hut belongs to a hub, and the file that says as whom cannot be read: nothing goes up or down. It is left as it is.',
    'Put back a copy of this very hub.json: it is read again every quarter of an hour. Or ask the office for a new code and type it at the desk.',
    { message: text },
  ),
  'sync-away': line(
    'info',
    'The hub did not answer, or could not take anything now; it is tried again after `again` milliseconds.',
    'Nothing for a while. After a day the keeper sees it: look at the network and at the address.',
    { error: text, message: text, again: count },
  ),
  'sync-back': line('info', 'The hub answers again; `queue` events wait for it.', '', { queue: count }),
  'sync-refused': line(
    'fault',
    'The hub does not take what the hut says, and would not the next time either.',
    'revoked: the office withdrew this hut; ask there. bad-request, envelope, too-large: install the newest release on both sides. signature, digest: enrol again.',
    { error: text, message: text },
  ),
  'health-not-taken': line(
    'attention',
    'The hub does not read how this hut is; everything else goes up and down.',
    'Install the release of this hut at the hub too; hubs are updated first.',
    { error: text, message: text },
  ),
  'feed-not-read': line(
    'attention',
    'The hub said something that this release cannot read: it is kept, and so far nothing comes of it.',
    'Install the release of the hub here too. The desk says that a later one is wanted.',
    { stream: text, rows: count },
  ),
  'street-key-not-given': line(
    'attention',
    'The hub does not give the key to cards of other huts; everything else goes up and down.',
    'Install the release of this hut at the hub too; hubs are updated first. Then start the hut again.',
    { error: text, message: text },
  ),
  'log-fetched': line(
    'attention',
    'The ledger could not be restored from what is here; the hub has sent what it holds of it, and it is tried with that.',
    '',
    { events: count },
  ),
  'sync-parted': line(
    'attention',
    'The hub has events of this hut that the hut does not: both logs agree up to `after`. They are fetched and joined.',
    '',
    { after: count, hub: count, hut: count },
  ),
  'sync-resend': line(
    'attention',
    'The hub has less than it once acknowledged: it was set back. All from there is sent again.',
    '',
    { from: count, acked: count },
  ),
  'clock-apart': line(
    'attention',
    'The clock of this hut and that of the hub are `milliseconds` apart.',
    'Set the clock of the machine; where it is right, tell the office to look at theirs.',
    { milliseconds: count },
  ),
  'members-not-shared': line(
    'attention',
    'Personal data is not sent to this hub: the address is not https and not this machine.',
    'Give the hub a certificate and https in its address.',
    { url: text },
  ),
  'backup-unusable': line(
    'attention',
    'A backup did not pass its check when the ledger was to be restored from it; an older one is tried.',
    '',
    { backup: text, message: text },
  ),
  'backup-made': line('info', 'A backup was made, checked and is safe on the disk.', '', {
    backup: text,
    events: count,
    seconds: z.number(),
  }),
  'backup-failed': line(
    'fault',
    'No backup was made this time; the one before stays.',
    'See `message`. With code `damaged` the ledger itself is: the hut restores it by itself, see ledger-restored.',
    fault,
  ),
  'second-place': line(
    'attention',
    'The second place for backups (a stick, say) was not there or could not be written.',
    'Put the stick in. The backup on the hut itself was made all the same.',
    { state: z.enum(['missing', 'failed']), message: text },
  ),
  'person-key': line(
    'fault',
    'The key to phone numbers is missing, damaged or another one. Cards and returns work, phone numbers do not.',
    'Put `person.key` back from the backup, next to the ledger, and start the hut again. Never make a new one.',
    fault,
  ),
  'street-key': line(
    'attention',
    'The key to cards of other huts is missing or damaged: until the hub gives it again, nobody is known by such a card.',
    'None, while the hub can be reached. This hut knows its own cards, and phone numbers, as before.',
    { file: text },
  ),
  'person-key-open': line(
    'attention',
    'Other users of the machine can read the key to phone numbers, and the hut could not change that.',
    'Give the file to the user of the hut with mode 0600.',
    { file: text },
  ),
} as const;

export type LogName = keyof typeof logCatalogue;

/** One line of the hut's log: what happened, and facts that name no person. */
export type LogEntry = {
  [Name in LogName]: { what: Name } & z.infer<(typeof logCatalogue)[Name]['fields']>;
}[LogName];

/** The same at run time, for whoever reads lines from outside. Unknown names and fields are refused. */
export const LogEntry = z
  .looseObject({ what: z.enum(Object.keys(logCatalogue) as [LogName, ...LogName[]]) })
  .superRefine(({ what, ...fields }, context) => {
    for (const issue of logCatalogue[what].fields.safeParse(fields).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: [what, ...issue.path], message: issue.message });
    }
  });
