import { randomBytes } from 'node:crypto';
import { done, type Result, refused } from '../../domain/result.ts';
import { readEnrolCode, rotationProofText } from '../../domain/sync/enrolment.ts';
import type { HutStore } from '../ledger/hut-store.ts';
import { realClock } from '../real-clock.ts';
import { enrol } from './enrolling.ts';
import { createLoneClient, type HubClient, type Wire } from './hub-client.ts';
import { type HubFileFault, type HubIdentity, hubFileRemedy, readHubFile, writeHubFile } from './hub-file.ts';
import { fingerprintOf, makeKeyPair, signText } from './signing.ts';
import { readStickAnswer, writeStick } from './stick.ts';

/** What a command of `npm run sync` may use. */
export interface SyncCommandDeps {
  dir: string;
  /** Address of the hub, by option or configuration. */
  url: string | null;
  store: HutStore;
  wire: Wire;
}

/** What went wrong, said to a person, and the exit code: 1 not done, 2 wrong use. */
export interface SyncCommandFault {
  message: string;
  code: 1 | 2;
}
type Done = Promise<Result<string, SyncCommandFault>>;

export interface SyncCommand {
  /** How it is written, after `npm run sync -- `. */
  usage: string;
  does: { zh: string; en: string };
  words: number;
  run(deps: SyncCommandDeps, words: readonly string[]): Done;
}

const fault = (message: string, code: 1 | 2 = 1): { ok: false; refusal: SyncCommandFault } =>
  refused({ message, code });
const alone = fault(
  'This hut is not enrolled: ask the office for a code, then `enrol CODE`.\n小屋还没接街道平台。',
);

const unreadable = ({ message }: HubFileFault): { ok: false; refusal: SyncCommandFault } =>
  fault(`${message}. ${hubFileRemedy}`);

/** Who this hut is at its hub, for a command that is of no use without one. */
function identityOf(dir: string): Result<HubIdentity, SyncCommandFault> {
  const read = readHubFile(dir);
  if (!read.ok) return unreadable(read.refusal);
  return read.value === null ? alone : done(read.value);
}

/** Speaks to the hub as this hut. */
export const commandClient = (identity: HubIdentity, wire: Wire): HubClient =>
  createLoneClient({ identity, wire, clock: realClock, random: randomBytes });

/** Enrols a directory and writes who it is from now on. */
export async function enrolDirectory(
  dir: string,
  url: string | null,
  typed: string,
  wire: Wire,
): Promise<Result<HubIdentity, SyncCommandFault>> {
  if (url === null) {
    return fault('Give the address of the hub: --hub https://…, or `hub.url` in the configuration.', 2);
  }
  const code = readEnrolCode(typed);
  if (code === null) return fault('A code of the office has eight letters and digits.\n街道的码是八位。', 2);
  const made = await enrol({ url, code, wire });
  if (!made.ok) return fault(`${made.refusal.error}: ${made.refusal.message}\n没有接上。`);
  writeHubFile(dir, made.value.identity);
  return done(made.value.identity);
}

export const fingerprintWords = ({ hutId, publicKey }: HubIdentity): string =>
  `hut ${hutId}\nfingerprint ${fingerprintOf(publicKey)}\nRead it out to the office; it confirms the same one.\n请把指纹念给街道，对上了才算接好。`;

const enrolCommand: SyncCommand = {
  usage: 'enrol CODE --data DIR [--hub URL]',
  does: {
    zh: '用街道给的八位码接上平台；显示指纹，给街道核对',
    en: 'joins the hub with a code of the office, and shows the fingerprint that the office compares',
  },
  words: 1,
  async run({ dir, url, store, wire }, [typed = '']) {
    const made = await enrolDirectory(dir, url, typed, wire);
    if (!made.ok) return made;
    const noted = store.sync.joined(made.value.hutId, fingerprintOf(made.value.publicKey), 'command');
    return noted.ok ? done(fingerprintWords(made.value)) : fault(noted.refusal.message);
  },
};

const status: SyncCommand = {
  usage: 'status --data DIR',
  does: {
    zh: '看同步到哪里',
    en: 'says how far hut and hub have come with each other, by what the hut knows',
  },
  words: 0,
  async run({ dir, store }) {
    const read = readHubFile(dir);
    if (!read.ok) return unreadable(read.refusal);
    const identity = read.value;
    if (identity === null) return done('alone 独立运行');
    const { acked, syncedAt } = store.sync.now();
    const cards = store.sync.hasStreetKey()
      ? 'cards of other huts are known 别的小屋发的卡也认得'
      : "cards of other huts are not known: the hub has not given the street's key yet 还没有街道的卡钥匙，别的小屋发的卡认不了";
    const last = syncedAt === null ? 'never 还没有过' : new Date(syncedAt).toISOString();
    return done(
      `hub ${identity.url}\n${fingerprintWords(identity)}\nlast answer ${last}\nacknowledged up to ${acked}, ${store.sync.queue()} events wait 条等着\n${cards}`,
    );
  },
};

const exportCommand: SyncCommand = {
  usage: 'export FILE --data DIR',
  does: {
    zh: '把还没传上去的记录写到文件（U 盘），带签名，送到平台去',
    en: 'writes what the hub has not got to a file, signed: carried on a stick, the hub takes it like the same by network',
  },
  words: 1,
  async run({ dir, store, wire }, [file = '']) {
    const known = identityOf(dir);
    if (!known.ok) return known;
    const identity = known.value;
    try {
      const written = await writeStick(file, identity, store.sync, commandClient(identity, wire));
      if (!written.ok) return fault(written.refusal.message);
      const { events, batches, upTo } = written.value;
      return done(`${events} events in ${batches} batches, up to ${upTo} · 共 ${events} 条`);
    } catch (error) {
      return fault(`${file} was not written: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
};

const importCommand: SyncCommand = {
  usage: 'import FILE --data DIR',
  does: {
    zh: '读平台给的回执（U 盘），记下传到了哪里',
    en: "reads the hub's answer to such a file, and takes down how far the hub has come",
  },
  words: 1,
  async run({ dir, store }, [file = '']) {
    const known = identityOf(dir);
    if (!known.ok) return known;
    const identity = known.value;
    const read = readStickAnswer(file, identity, store.sync, realClock.wall());
    return read.ok
      ? done(`the hub has it up to ${read.value.upTo} · 平台收到第 ${read.value.upTo} 条`)
      : fault(`${read.refusal.message}\n没有记下。`);
  },
};

const newKey: SyncCommand = {
  usage: 'new-key --data DIR',
  does: {
    zh: '换一把新钥匙（旧的在新的第一次使用时停用）',
    en: 'changes to a new key; the old one is revoked when the new one is first used',
  },
  words: 0,
  async run({ dir, wire }) {
    const known = identityOf(dir);
    if (!known.ok) return known;
    const identity = known.value;
    const pair = makeKeyPair();
    const proof = signText(pair, rotationProofText(identity.hutId, pair.publicKey));
    const told = await commandClient(identity, wire).call('nextKey', {
      body: { publicKey: pair.publicKey, proof },
    });
    // A lost answer locks nobody out: the present key stays good until another is used.
    if (!told.ok) return fault(`${told.refusal.error}: ${told.refusal.message}\n没有换。`);
    const next = { ...identity, ...pair, keyId: told.value.keyId };
    writeHubFile(dir, next);
    return done(`key ${next.keyId}\nfingerprint ${fingerprintOf(pair.publicKey)}`);
  },
};

/** What `npm run sync` can do, by word, in the order of its help. */
export const syncCommands: Readonly<Record<string, SyncCommand>> = {
  enrol: enrolCommand,
  status,
  export: exportCommand,
  import: importCommand,
  'new-key': newKey,
};
