import { done, type Result, refused } from '../../domain/result.ts';
import { readEnrolCode } from '../../domain/sync/enrolment.ts';
import { enrol } from './enrolling.ts';
import type { Wire } from './hub-client.ts';
import { writeHubFile } from './hub-file.ts';
import { fingerprintOf } from './signing.ts';
import type { Sync, SyncStatus } from './sync.ts';
import type { SyncStore } from './sync-store.ts';

/** Why a code of the office leads nowhere. */
export type EnrolRefusal = 'no-address' | 'code-unknown' | 'code-over' | 'away' | 'slow-down' | 'disk';

/** What a keeper sees and does about the hub. */
export interface HubDesk {
  status(): SyncStatus;
  /** Address of the hub by the configuration; null: none is named. */
  address(): string | null;
  /** Enrols this hut with a code of the office, eight characters. */
  enrol(typed: string, actor: 'command' | `keeper:${string}`): Promise<Result<null, EnrolRefusal>>;
  hurry(): void;
}

export interface HubDeskDeps {
  address: string | null;
  wire: Wire;
  store: Pick<SyncStore, 'joined'>;
  sync: () => Pick<Sync, 'status' | 'restart' | 'hurry'>;
  /** Directory of the ledger. */
  dir: string;
}

export function createHubDesk({ address, wire, store, sync, dir }: HubDeskDeps): HubDesk {
  return {
    status: () => sync().status(),
    address: () => address,
    hurry: () => sync().hurry(),
    async enrol(typed, actor) {
      const code = readEnrolCode(typed);
      if (address === null) return refused('no-address');
      if (code === null) return refused('code-unknown');
      const made = await enrol({ url: address, code, wire });
      if (!made.ok) {
        const { error } = made.refusal;
        if (error === 'code-unknown' || error === 'code-over' || error === 'slow-down') return refused(error);
        return refused(error === 'bad-request' ? 'code-unknown' : 'away');
      }
      const { identity } = made.value;
      try {
        writeHubFile(dir, identity);
      } catch {
        return refused('disk');
      }
      const noted = store.joined(identity.hutId, fingerprintOf(identity.publicKey), actor);
      sync().restart();
      return noted.ok ? done(null) : refused('disk');
    },
  };
}
