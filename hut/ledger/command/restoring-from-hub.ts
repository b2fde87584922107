import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandClient, enrolDirectory, fingerprintWords } from '../../sync/commands.ts';
import type { HubClient } from '../../sync/hub-client.ts';
import { hubFileRemedy, readHubFile } from '../../sync/hub-file.ts';
import { fetchOwnLog, hubLogIn, ownLogFile } from '../../sync/own-log.ts';
import { httpWire } from '../../sync/wire.ts';
import { faultOf } from '../fault.ts';
import { openHutStore } from '../hut-store.ts';
import { farthestOf } from '../open-or-recover.ts';
import { restoreFromHub } from '../restore.ts';
import { type ExitCode, hutRuns, type Told } from './command.ts';
import { openOptions, refusedWhileRunning } from './opening.ts';

/** Between two questions whether the office has confirmed, milliseconds, and how often it is asked. */
const askEvery = 1_000;
const asksAtMost = 1_800;

/** Waits until the office has compared the fingerprint. */
async function confirmed(client: HubClient, note: Told['note']): Promise<string | null> {
  for (let asked = 0; asked < asksAtMost; asked++) {
    const cursor = await client.call('cursor');
    if (cursor.ok) return null;
    if (cursor.refusal.error !== 'unconfirmed') return `${cursor.refusal.error}: ${cursor.refusal.message}`;
    if (asked === 0) note('Waiting for the office to confirm the fingerprint …\n等街道核对指纹 …');
    await pause(askEvery);
  }
  return 'The office has not confirmed the fingerprint. Run the same command again, without --code.';
}

/**
 * The hut again, from what the hub has of it: the log whole, everything computed from it, and, where the person key
 * lies in the directory, personal data. What was recorded and never sent is in no hub.
 */
export async function fromHub(what: Told): Promise<ExitCode> {
  const { dir, note, print, options, config } = what;
  const say = (text: unknown): string | null => (typeof text === 'string' ? text : null);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (refusedWhileRunning(what)) return 3;
  const code = say(options.code);
  if (code !== null) {
    const made = await enrolDirectory(dir, say(options.hub) ?? config.hub?.url ?? null, code, httpWire);
    if (!made.ok) {
      note(made.refusal.message);
      return made.refusal.code;
    }
    print(fingerprintWords(made.value));
  }
  const read = readHubFile(dir);
  if (!read.ok) {
    note(`${read.refusal.message}. ${hubFileRemedy}`);
    return 2;
  }
  const identity = read.value;
  if (identity === null) {
    note(
      'This machine does not know its hub: ask the office for a code for this hut, and give --code CODE --hub URL.\n这台机器还没接平台：请街道给这个小屋一个码，加上 --code 和 --hub。',
    );
    return 2;
  }
  const client = commandClient(identity, httpWire);
  const refusal = await confirmed(client, note);
  if (refusal !== null) {
    note(`Nothing was restored: ${refusal}\n没有恢复，原来的没有动。`);
    return 1;
  }
  const file = join(dir, ownLogFile);
  const fetched = await fetchOwnLog(client, 0, file);
  if (!fetched.ok) {
    note(`Nothing was restored: ${fetched.refusal.message}\n没有恢复，原来的没有动。`);
    return 1;
  }
  const { name, clock, boot, log = () => {} } = openOptions(what);
  const recorded = farthestOf(dir, name, []);
  const replaced = { dir, name, clock, boot, log, found: 'restored from the hub by command', recorded };
  const restored = restoreFromHub(hubLogIn(file), replaced);
  rmSync(file, { force: true });
  if (!restored.ok) {
    note(`Nothing was restored: ${restored.refusal.message}\n没有恢复，原来的没有动。`);
    return restored.refusal.code === 'in-use' ? 3 : 1;
  }
  print(`${fetched.value.lastSeq} events from the hub · 从平台取回 ${fetched.value.lastSeq} 条`);
  return takeBackPeople(what, client);
}

/** Personal data that this hut sealed for itself. */
async function takeBackPeople(what: Told, client: HubClient): Promise<ExitCode> {
  const { dir, note, print, config } = what;
  const asked = await client.call('ownMembers');
  if (!asked.ok) {
    note(`Personal data could not be fetched (${asked.refusal.message}); run the same again.`);
    return 1;
  }
  const { clock, boot } = openOptions(what);
  const opened = openHutStore({ dir, clock, boot, hours: config.hut.hours });
  if (!opened.ok) {
    note(opened.refusal.code === 'in-use' ? hutRuns : opened.refusal.message);
    return 1;
  }
  const { sharing } = opened.value;
  const { members } = asked.value;
  let back = 0;
  try {
    back = members.filter(({ ref, member }) =>
      member.sealed === undefined ? false : sharing.takeBack(ref, member.sealed),
    ).length;
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    note(`Personal data could not be written (${fault.message}); run the same again.`);
    return 1;
  } finally {
    opened.value.close();
  }
  print(`${back} of ${members.length} people · 居民 ${back}/${members.length}`);
  if (back < members.length) {
    note(
      'The others are sealed with another person.key: put your copy of it here before you restore. They may register anew.\n其余的要用原来的 person.key 才读得出；没有的话请居民重新登记。',
    );
  }
  note('Keepers’ cards and PINs are not at the hub: npm run keeper -- keeper.\n主理人的卡和密码要重新办。');
  return 0;
}
