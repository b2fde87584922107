import { openMember } from '../../members/members.ts';
import type { Sealing } from '../../members/sealing.ts';
import type { Store } from '../../store/store.ts';

/** The phone numbers of these persons, whichever hut registered them; whoever left none is not in it. */
export async function readPhones(
  { read }: Store,
  sealing: Sealing,
  persons: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await read.all<{ hut_id: string; ref: string; sealed: Buffer }>(
    `SELECT hut_id, ref, sealed FROM member WHERE sealed IS NOT NULL AND ref ${read.anyOf('$1')} ORDER BY version, hut_id`,
    [JSON.stringify(persons)],
  );
  const phones = new Map<string, string>();
  for (const { hut_id: hut, ref, sealed } of rows) {
    const phone = openMember(sealing, hut, ref, sealed)?.phone ?? null;
    // The newest version is the last.
    if (phone !== null) phones.set(ref, phone);
  }
  return phones;
}
