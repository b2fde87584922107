import type { Health } from '../../../domain/contract/health.ts';
import { factsVersion } from '../../../hub/across/cases.ts';
import type { Store, Value } from '../../../hub/store/store.ts';
import { wellAt } from '../../hut/health/well.ts';
import { noon, type TestDesk } from './open-desk.ts';

const hour = 3_600_000;
const day = 24 * hour;

const aside = { event: 'e9', type: 'loan-begun' };
const overLimit = {
  persons: ['person-anna'],
  group: 'thing',
  limit: 3,
  loans: ['hut-jia/loan-1', 'hut-yi/loan-2'],
};
/** Of the facts of two cases of the street, as the page of cases tells them. */
export const asideVersion = factsVersion(JSON.stringify(aside));
export const overVersion = factsVersion(JSON.stringify(overLimit));

/** Puts rows as the hub's projections hold them. */
async function rows(store: Store, table: string, columns: string, all: Value[][]): Promise<void> {
  const places = columns.split(',').map((_, i) => `$${i + 1}`);
  await store.transaction(async (sql) => {
    for (const row of all) await sql.run(`INSERT INTO ${table} (${columns}) VALUES (${places.join()})`, row);
  });
}

/** Two huts with things, loans, a case and keys, as the street of a small compound has them. */
export async function fillStreet(desk: TestDesk): Promise<{ jia: string; yi: string }> {
  const { store } = desk;
  const [jia, yi] = ['hut-jia', 'hut-yi'];
  await rows(store, 'hut', 'hut_id,name,made_at', [
    [jia, '海棠里小屋', noon - 90 * day],
    [yi, '石榴园小屋', noon - 60 * day],
  ]);
  await rows(store, 'hut_cursor', 'hut_id,epoch,last_seq,last_hash,safe_seq,seen_at', [
    [jia, 1, 4711, Buffer.alloc(32), 4711, noon - 40_000],
    [yi, 1, 812, Buffer.alloc(32), 812, noon - 3 * hour],
  ]);
  await rows(store, 'hut_health', 'hut_id,last_event_at,clock_right', [
    [jia, noon - 40_000, 1],
    [yi, noon - 3 * hour, 1],
  ]);
  const well = wellAt(noon - 120_000);
  const said: Health = {
    ...well,
    level: 'attention',
    devices: {
      ...well.devices,
      level: 'attention',
      away: [{ device: 'locker', doors: [3, 4], because: 'silent' }],
    },
    backup: { level: 'attention', lastGoodAt: noon - 2 * day, failure: 'no-room: 12 MB', second: 'missing' },
  };
  await rows(store, 'hut_report', 'hut_id,received_at,health', [[jia, noon - 120_000, JSON.stringify(said)]]);
  await rows(store, 'door', 'hut_id,door,suspect', [[jia, 7, 1]]);
  await rows(store, 'hut_key', 'hut_id,nth,public_key,fingerprint,state,made_at', [
    [jia, 1, 'a', '7K2M 9QRS 40DX HW3T', 'active', noon - 90 * day],
    [yi, 1, 'b', 'B4N8 ZC1P 6TGY 2VJE', 'active', noon - 60 * day],
    [yi, 2, 'c', 'M0XF 5WKH 83RA QD7S', 'unconfirmed', noon - 60_000],
  ]);
  await rows(store, 'item', 'hut_id,item,kind,name_zh,name_en,barcode,condition', [
    [jia, 'item-1', 'power-bank', '充电宝 A1257', 'Power bank A1257', 'CDB-0001', 'in-service'],
    [jia, 'item-2', 'power-bank', '充电宝 B20', 'Power bank B20', 'CDB-0002', 'in-service'],
    [jia, 'item-3', 'ladder', '人字梯', 'Stepladder', 'TZ-0001', 'in-service'],
    [jia, 'item-4', 'wheelchair', '轮椅', 'Wheelchair', 'LY-0001', 'needs-inspection'],
    [yi, 'item-5', 'power-bank', '充电宝 A1257', 'Power bank A1257', 'CDB-0101', 'in-service'],
    [yi, 'item-6', 'wrench', '活动扳手', 'Adjustable wrench', 'BS-0101', 'in-service'],
    [yi, 'item-7', 'book', '平凡的世界', '', '9787530216781', 'retired'],
  ]);
  await rows(store, 'loan', 'hut_id,loan,item,person,begun_at,due', [
    [jia, 'loan-1', 'item-1', 'person-anna', noon - 3 * day, noon - 2 * day],
    [jia, 'loan-3', 'item-3', 'person-bert', noon - 2 * hour, noon + 22 * hour],
    [yi, 'loan-6', 'item-6', 'person-carl', noon - 9 * day, noon - 6 * day],
  ]);
  const cases = [
    ['*', 'over-limit:person-anna:thing', 'over-limit', overLimit, noon - day, null, null],
    [yi, 'fact-set-aside:e9', 'fact-set-aside', aside, noon - 2 * day, null, null],
    [
      jia,
      'found-without-loan:f1',
      'found-without-loan',
      { barcode: 'CDB-0002' },
      noon - 8 * day,
      noon - 7 * day,
      'facts',
    ],
  ] as const;
  await rows(
    store,
    'exception_case',
    'hut_id,case_id,kind,facts,opened_at,closed_at,closed_by',
    cases.map(([hut, id, kind, facts, ...rest]) => [hut, id, kind, JSON.stringify(facts), ...rest]),
  );
  await rows(store, 'person', 'hut_id,person,trust', [
    [jia, 'person-anna', 'verified'],
    [jia, 'person-bert', 'verified'],
    [yi, 'person-carl', 'self-registered'],
    [yi, 'person-anna', 'verified'],
  ]);
  await desk.phone(jia, 'person-anna', '13812345678');
  await rows(store, 'member_card', 'hut_id,card,ref,token', [
    [jia, 'card-anna', 'person-anna', desk.sealing.tokenOfCode('XWK0ANNA')],
    [yi, 'card-carl', 'person-carl', 'c'.repeat(43)],
  ]);
  return { jia, yi };
}
