import { describe, expect, it } from 'vitest';
import { type DeskCallName, type DeskInput, deskCalls } from '../../../domain/desk/contract.ts';
import { DeskAct, mayDo, Role, reaches } from '../../../domain/desk/roles.ts';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { noon, TestDesk } from './open-desk.ts';
import { asideVersion, fillStreet, overVersion } from './street.ts';

const [kind] = kindCatalogue;
if (kind === undefined) throw new Error('there are kinds');
const draft = { kind: 'power-bank', model: null, barcodes: [], why: { zh: '会过热', en: 'can overheat' } };
const page = { after: null };
/** The card of 乙 in the street of the tests. */
const token = 'c'.repeat(43);
const reply = { state: 'in-work', words: { zh: '已经报修', en: 'A repair is ordered' } } as const;
const service = {
  list: 'shared',
  name: { zh: '量血压', en: 'Blood pressure' },
  what: { zh: '每周三上午', en: 'Wednesday mornings' },
  by: null,
} as const;
const show = {
  name: { zh: '便民市集', en: 'Market day' },
  place: { zh: '小广场', en: 'The square' },
  from: noon + 3_600_000,
  until: noon + 7_200_000,
  seats: null,
};

/** What each call is asked with, on the hut 甲 where it is on a hut. */
const inputs: { [N in DeskCallName]: DeskInput<N> } = {
  me: {},
  'sign-in': { name: 'x', password: 'x', code: '000000' },
  'passkey-options': {},
  'passkey-sign-in': {
    credential: {
      id: 'x',
      rawId: 'x',
      type: 'public-key',
      response: { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' },
      clientExtensionResults: {},
    },
  },
  'invitation-open': { token: 'x' },
  'invitation-accept': { token: 'x', password: 'x', code: '000000' },
  'sign-out': {},
  'passkey-begin': {},
  'passkey-add': {
    credential: {
      id: 'x',
      rawId: 'x',
      type: 'public-key',
      response: { clientDataJSON: 'x', attestationObject: 'x' },
      clientExtensionResults: {},
    },
  },
  'passkeys-remove': {},
  huts: {},
  hut: { hut: 'hut-jia' },
  stock: { hut: null, kind: null, lending: null, ...page },
  loans: { hut: null, open: false, ...page },
  overdue: {},
  phone: { hut: 'hut-jia', loan: 'loan-1' },
  called: { hut: 'hut-jia', loan: 'loan-1' },
  cases: { open: true },
  'case-close': { case: 'hut-yi/fact-set-aside:e9', version: asideVersion, note: '看过了' },
  keys: {},
  'code-make': { name: '新小屋', hut: null },
  'key-confirm': { key: 'hut-yi/2' },
  'key-revoke': { key: 'hut-jia/1', why: '换了机器' },
  terms: {},
  'terms-preview': { kind },
  'terms-publish': { kind },
  recalls: {},
  'recall-preview': { draft },
  'recall-publish': { draft },
  'recall-lift': { recall: 'none' },
  'resident-find': { sought: { by: 'phone', phone: '13812345678' } },
  blocks: {},
  block: { person: 'person-anna', draft: { why: { zh: '请到街道来', en: 'Please come' }, until: null } },
  unblock: { person: 'person-anna' },
  'card-block': { token },
  'card-unblock': { token },
  erasures: {},
  'erasure-order': { person: 'person-bert' },
  replies: {},
  'reply-publish': { hut: 'hut-yi', number: null, draft: reply },
  'reply-end': { hut: 'hut-jia', number: '000000' },
  services: {},
  'service-publish': { service: null, draft: service },
  'service-end': { service: 'none' },
  events: {},
  'event-publish': { event: null, draft: show },
  'event-end': { event: 'none' },
  releases: {},
  'release-require': { release: '0.0.9' },
  audit: page,
  accounts: {},
  'account-invite': { name: '李四', role: 'auditor', huts: [] },
  'account-block': { account: 'none' },
};

/** The statuses that each role gets, written out: the table of roles in the code is held against this one. */
type Expected = Record<'nobody' | Role, number>;
const all = { nobody: 401, office: 200, keeper: 200, auditor: 200 };
const officeAndAuditor = { nobody: 401, office: 200, keeper: 403, auditor: 200 };
const officeOnly = { nobody: 401, office: 200, keeper: 403, auditor: 403 };
const expected: Record<DeskCallName, Expected> = {
  me: { nobody: 200, office: 200, keeper: 200, auditor: 200 },
  'sign-in': { nobody: 401, office: 401, keeper: 401, auditor: 401 },
  'passkey-options': { nobody: 200, office: 200, keeper: 200, auditor: 200 },
  'passkey-sign-in': { nobody: 422, office: 422, keeper: 422, auditor: 422 },
  'invitation-open': { nobody: 410, office: 410, keeper: 410, auditor: 410 },
  'invitation-accept': { nobody: 410, office: 410, keeper: 410, auditor: 410 },
  'sign-out': all,
  'passkey-begin': all,
  'passkey-add': { nobody: 401, office: 422, keeper: 422, auditor: 422 },
  'passkeys-remove': all,
  huts: all,
  hut: all,
  stock: all,
  loans: all,
  overdue: all,
  phone: { nobody: 401, office: 200, keeper: 200, auditor: 403 },
  called: { nobody: 401, office: 200, keeper: 200, auditor: 403 },
  cases: all,
  // The keeper is of 甲, the case of 乙: for them it is not there.
  'case-close': { nobody: 401, office: 200, keeper: 404, auditor: 403 },
  keys: officeAndAuditor,
  'code-make': officeOnly,
  'key-confirm': officeOnly,
  'key-revoke': officeOnly,
  terms: all,
  'terms-preview': officeOnly,
  'terms-publish': officeOnly,
  recalls: all,
  'recall-preview': officeOnly,
  'recall-publish': officeOnly,
  'recall-lift': { nobody: 401, office: 409, keeper: 403, auditor: 403 },
  'resident-find': officeOnly,
  blocks: officeAndAuditor,
  block: officeOnly,
  unblock: officeOnly,
  'card-block': officeOnly,
  'card-unblock': officeOnly,
  erasures: officeAndAuditor,
  'erasure-order': officeOnly,
  replies: all,
  // The keeper is of 甲, the case of 乙: for them it is not there.
  'reply-publish': { nobody: 401, office: 200, keeper: 404, auditor: 403 },
  'reply-end': { nobody: 401, office: 409, keeper: 409, auditor: 403 },
  services: all,
  'service-publish': officeOnly,
  'service-end': { nobody: 401, office: 409, keeper: 403, auditor: 403 },
  events: all,
  'event-publish': officeOnly,
  'event-end': { nobody: 401, office: 409, keeper: 403, auditor: 403 },
  releases: all,
  'release-require': officeOnly,
  audit: officeAndAuditor,
  accounts: officeOnly,
  'account-invite': officeOnly,
  'account-block': { nobody: 401, office: 409, keeper: 403, auditor: 403 },
};

describe('what each role may do', () => {
  it.each(['nobody', ...Role.options] as const)('%s: every call of the contract', async (who) => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    const statuses: Record<string, number> = {};
    let token: string | null = null;
    for (const name of Object.keys(deskCalls) as DeskCallName[]) {
      if (who !== 'nobody') token ??= (await desk.account(`a-${name}`, who, ['hut-jia'])).token;
      statuses[name] = (await desk.call(name, inputs[name], token)).status;
      if (name === 'sign-out') token = null;
    }
    const wanted = Object.fromEntries(Object.entries(expected).map(([name, each]) => [name, each[who]]));
    expect(statuses).toEqual(wanted);
  });

  it('a keeper sees their own hut in every list and every export, and no other', async () => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    const { token } = await desk.account('keeper', 'keeper', ['hut-jia']);
    const lists = [
      (await desk.call('huts', {}, token)).value,
      (await desk.call('stock', inputs.stock, token)).value,
      (await desk.call('stock', { ...inputs.stock, hut: 'hut-yi' }, token)).value,
      (await desk.call('loans', inputs.loans, token)).value,
      (await desk.call('loans', { ...inputs.loans, hut: 'hut-yi' }, token)).value,
      (await desk.call('overdue', {}, token)).value,
    ];
    for (const what of ['huts', 'stock', 'loans', 'overdue']) {
      const file = await desk.request(
        `/desk/api/export/${what}.csv`,
        { method: 'GET' },
        { cookie: `xiaowu-desk=${token}` },
      );
      expect(file.status).toBe(200);
      lists.push({ rows: [(await file.text()) as never] } as never);
    }
    const text = JSON.stringify(lists);
    expect(text).toContain('海棠里小屋');
    expect(text).not.toContain('石榴园小屋');
    expect(text).not.toContain('hut-yi');
    const audit = await desk.request(
      '/desk/api/export/audit.csv',
      { method: 'GET' },
      { cookie: `xiaowu-desk=${token}` },
    );
    expect(audit.status).toBe(403);
  });

  it('a keeper neither calls nor answers for another hut, and closes no case of two huts', async () => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    await desk.phone('hut-yi', 'person-carl', '13900000000');
    const { token } = await desk.account('keeper', 'keeper', ['hut-jia']);
    expect((await desk.call('phone', { hut: 'hut-yi', loan: 'loan-6' }, token)).status).toBe(404);
    expect((await desk.call('called', { hut: 'hut-yi', loan: 'loan-6' }, token)).status).toBe(404);
    const both = await desk.call(
      'case-close',
      { case: '*/over-limit:person-anna:thing', version: overVersion, note: '看过了' },
      token,
    );
    expect(both.status).toBe(403);
    const office = await desk.account('office', 'office');
    const closed = await desk.call(
      'case-close',
      { case: '*/over-limit:person-anna:thing', version: overVersion, note: '看过了' },
      office.token,
    );
    expect(closed.status).toBe(200);
  });

  it('a keeper without a hut sees nothing and breaks nothing', async () => {
    const desk = await TestDesk.open();
    await fillStreet(desk);
    const { token } = await desk.account('keeper', 'keeper', []);
    expect((await desk.call('huts', {}, token)).value.rows).toEqual([]);
    expect((await desk.call('stock', inputs.stock, token)).value.rows).toEqual([]);
    expect((await desk.call('cases', { open: true }, token)).value.rows).toEqual([]);
  });

  it('the table itself: nobody but the office changes what huts do', () => {
    for (const act of DeskAct.options) {
      expect(reaches[act].office, act).toBe('all');
      const changes = ['enrol', 'publish', 'keep-accounts', 'keep-residents'].includes(act);
      if (changes) expect([reaches[act].keeper, reaches[act].auditor], act).toEqual(['none', 'none']);
    }
    expect(mayDo({ role: 'keeper', huts: ['a'] }, 'see-stock', 'a')).toBe(true);
    expect(mayDo({ role: 'keeper', huts: ['a'] }, 'see-stock', 'b')).toBe(false);
    expect(mayDo({ role: 'keeper', huts: ['a'] }, 'see-stock', null)).toBe(false);
    expect(mayDo({ role: 'auditor', huts: ['a'] }, 'see-phone', 'a')).toBe(false);
  });
});
