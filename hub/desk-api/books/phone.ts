import { openMember } from '../../members/members.ts';
import type { Sealing } from '../../members/sealing.ts';
import type { Store } from '../../store/store.ts';

/** The phone number of a person, whichever hut registered them; null where the hub has none. */
export async function readPhone({ read }: Store, sealing: Sealing, person: string): Promise<string | null> {
  const rows = await read.all<{ hut_id: string; sealed: Buffer }>(
    'SELECT hut_id, sealed FROM member WHERE ref = $1 AND sealed IS NOT NULL ORDER BY version DESC, hut_id',
    [person],
  );
  for (const { hut_id: hut, sealed } of rows) {
    const phone = openMember(sealing, hut, person, sealed)?.phone ?? null;
    if (phone !== null) return phone;
  }
  return null;
}
