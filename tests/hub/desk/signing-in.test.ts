import { describe, expect, it } from 'vitest';
import { createPasswords } from '../../../hub/desk-api/passwords.ts';
import { totpCode } from '../../../hub/desk-api/totp.ts';
import { askingAddress } from '../../../hub/wire/address.ts';
import { password, TestDesk } from './open-desk.ts';

const minute = 60_000;

describe('signing in to the office', () => {
  it('takes an invitation once, then name, password and code', async () => {
    const desk = await TestDesk.open();
    const token = await desk.invite('王芳', 'office');
    const opened = await desk.call('invitation-open', { token });
    expect(opened.value).toMatchObject({ name: '王芳' });
    const { secret } = opened.value;
    const code = totpCode(secret, desk.now);
    const accepted = await desk.call('invitation-accept', { token, password, code });
    expect(accepted.value).toMatchObject({ name: '王芳', role: 'office' });
    expect((await desk.call('invitation-accept', { token, password, code })).refusal.code).toBe(
      'invitation-over',
    );

    desk.now += minute;
    const signedIn = await desk.call('sign-in', { name: '王芳', password, code: totpCode(secret, desk.now) });
    expect(signedIn.status).toBe(200);
    expect((await desk.call('me', {}, signedIn.token)).value).toMatchObject({ name: '王芳', passkeys: 0 });
  });

  it('refuses an invitation that is three days old, and weak passwords', async () => {
    const desk = await TestDesk.open();
    const token = await desk.invite('王芳', 'office');
    const { secret } = (await desk.call('invitation-open', { token })).value;
    const code = totpCode(secret, desk.now);
    for (const weak of [
      'short',
      '王芳王芳王芳王芳王芳王芳',
      '111111111111',
      '123456789012',
      'qwertyuiopas',
    ]) {
      const answer = await desk.call('invitation-accept', { token, password: weak, code });
      expect(answer.refusal.code, weak).toBe('weak-password');
    }
    expect((await desk.call('invitation-accept', { token, password, code: '000000' })).refusal.code).toBe(
      'wrong-code',
    );
    desk.now += 3 * 24 * 60 * minute;
    expect((await desk.call('invitation-open', { token })).refusal.code).toBe('invitation-over');
    const late = await desk.call('invitation-accept', { token, password, code: totpCode(secret, desk.now) });
    expect(late.refusal.code).toBe('invitation-over');
  });

  it('says the same of a wrong name, password or code, and of a code used twice', async () => {
    const desk = await TestDesk.open();
    const { secret } = await desk.account('王芳', 'office');
    const code = totpCode(secret, desk.now);
    const wrong = [
      { name: '李四', password, code },
      { name: '王芳', password: `${password}吗`, code },
      { name: '王芳', password, code: code === '000000' ? '000001' : '000000' },
    ];
    const answers = [];
    for (const each of wrong) answers.push((await desk.call('sign-in', each)).refusal);
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect((await desk.call('sign-in', { name: '王芳', password, code })).status).toBe(200);
    expect((await desk.call('sign-in', { name: '王芳', password, code })).refusal.code).toBe('wrong-sign-in');
  });

  it('slows down whoever tries passwords, by name, across a restart, and lets the right one in after the wait', async () => {
    const desk = await TestDesk.open();
    const { secret } = await desk.account('王芳', 'office');
    const tries = async (n: number) => {
      const codes = [];
      for (let i = 0; i < n; i++) {
        desk.from = `192.0.2.${i}`;
        codes.push(
          (await desk.call('sign-in', { name: '王芳', password: `guess ${i}`, code: '123456' })).refusal.code,
        );
      }
      return codes;
    };
    const codes = await tries(9);
    expect(codes).toEqual([...Array(5).fill('wrong-sign-in'), ...Array(4).fill('too-many')]);
    // The right password does not help while one has to wait.
    const right = () => desk.call('sign-in', { name: '王芳', password, code: totpCode(secret, desk.now) });
    const early = await right();
    expect(early.refusal).toMatchObject({ code: 'too-many', retryAfter: 60 });
    expect(early.status).toBe(429);
    desk.now += minute + 1;
    expect((await right()).status).toBe(200);
    // And the count begins anew.
    expect((await tries(5)).every((each) => each === 'wrong-sign-in')).toBe(true);
  });

  it('counts tries that come at the same time one by one', async () => {
    const desk = await TestDesk.open();
    await desk.account('王芳', 'office');
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, i) => {
        return desk.call('sign-in', { name: '王芳', password: `guess ${i}`, code: '123456' });
      }),
    );
    expect(all.filter(({ refusal }) => refusal.code === 'wrong-sign-in').length).toBeLessThanOrEqual(5);
  });

  it('slows down an address that tries many names', async () => {
    const desk = await TestDesk.open();
    const codes = [];
    for (let i = 0; i < 40; i++) {
      codes.push(
        (await desk.call('sign-in', { name: `user${i}`, password: 'x', code: '123456' })).refusal.code,
      );
    }
    expect(codes.filter((code) => code === 'wrong-sign-in').length).toBe(30);
    desk.from = '192.0.2.99';
    expect((await desk.call('sign-in', { name: 'other', password: 'x', code: '123456' })).refusal.code).toBe(
      'wrong-sign-in',
    );
  });

  it('counts an address as the proxy on this machine saw it, and believes nobody else', () => {
    expect(askingAddress('127.0.0.1', '203.0.113.5')).toBe('203.0.113.5');
    expect(askingAddress('::1', '198.51.100.1, 203.0.113.5')).toBe('203.0.113.5');
    expect(askingAddress('192.0.2.1', '203.0.113.5')).toBe('192.0.2.1');
    expect(askingAddress('127.0.0.1', 'x'.repeat(200))).toBe('127.0.0.1');
    expect(askingAddress('127.0.0.1', undefined)).toBe('127.0.0.1');
  });

  it('a password is right however its characters are put together, and never for a name that is unknown', async () => {
    const passwords = createPasswords({ N: 16, r: 1, p: 1 });
    expect(await passwords.check('anything', null)).toBe(false);
    const kept = await passwords.make(password);
    expect(await passwords.check(password, kept)).toBe(true);
    expect(await passwords.check(password.normalize('NFD'), kept)).toBe(true);
    expect(await passwords.check(`${password} `, kept)).toBe(false);
  });

  it('turns hashes away when too many wait', async () => {
    const passwords = createPasswords({ N: 2 ** 12, r: 8, p: 1 });
    const all = await Promise.all(Array.from({ length: 80 }, () => passwords.check('x', null)));
    expect(all.filter((each) => each === null).length).toBeGreaterThan(0);
    expect(all.every((each) => each !== true)).toBe(true);
  });

  it('invites anew whoever lost password or phone: the old ways in end when it is accepted, sessions at once', async () => {
    const desk = await TestDesk.open();
    const before = await desk.account('王芳', 'office');
    const token = await desk.invite('王芳', 'auditor');
    expect((await desk.call('me', {}, before.token)).value).toBeNull();
    const { secret } = (await desk.call('invitation-open', { token })).value;
    expect(secret).not.toBe(before.secret);
    const accepted = await desk.call('invitation-accept', {
      token,
      password,
      code: totpCode(secret, desk.now),
    });
    expect(accepted.value.role).toBe('auditor');
    desk.now += minute;
    const old = await desk.call('sign-in', {
      name: '王芳',
      password,
      code: totpCode(before.secret, desk.now),
    });
    expect(old.refusal.code).toBe('wrong-sign-in');
  });

  it('blocks an account at once, and nobody blocks or invites themselves', async () => {
    const desk = await TestDesk.open();
    const office = await desk.account('王芳', 'office');
    const other = await desk.account('李四', 'office');
    expect((await desk.call('account-block', { account: office.account }, office.token)).refusal.code).toBe(
      'not-allowed',
    );
    const self = await desk.call('account-invite', { name: '王芳', role: 'office', huts: [] }, office.token);
    expect(self.refusal.code).toBe('not-allowed');
    expect((await desk.call('account-block', { account: other.account }, office.token)).status).toBe(200);
    expect((await desk.call('huts', {}, other.token)).refusal.code).toBe('not-signed-in');
    const again = await desk.call('sign-in', {
      name: '李四',
      password,
      code: totpCode(other.secret, desk.now),
    });
    expect(again.refusal.code).toBe('wrong-sign-in');
  });

  it('keeps no password, token, code or secret that can be read', async () => {
    const desk = await TestDesk.open();
    const invitation = await desk.invite('李四', 'auditor');
    const { token, secret } = await desk.account('王芳', 'office');
    const tables = ['desk_account', 'desk_session', 'desk_throttle', 'desk_challenge', 'desk_audit'];
    const rows = await Promise.all(tables.map((table) => desk.store.read.all(`SELECT * FROM ${table}`)));
    const kept = JSON.stringify(rows) + desk.lines.join('');
    for (const each of [password, token, secret, invitation]) expect(kept).not.toContain(each);
  });
});
