import { describe, expect, it } from 'vitest';
import { byItself } from '../../../domain/desk/contract.ts';
import { idleMs, longestSessionMs } from '../../../hub/desk-api/sessions.ts';
import { totpCode } from '../../../hub/desk-api/totp.ts';
import { password, TestDesk } from './open-desk.ts';

describe('a session', () => {
  it('has a cookie that no script reads and no other site sends', async () => {
    const desk = await TestDesk.open();
    const { secret } = await desk.account('王芳', 'office');
    const { cookie } = await desk.call('sign-in', {
      name: '王芳',
      password,
      code: totpCode(secret, desk.now),
    });
    expect(cookie).toMatch(/^xiaowu-desk=[A-Za-z0-9_-]{43};/);
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part);
  });

  it('is bound to this host and to TLS where the desk is reached by https', async () => {
    const desk = await TestDesk.open('https://hub.example.org');
    const token = await desk.invite('王芳', 'office');
    const https = { origin: 'https://hub.example.org' };
    const { secret } = (await desk.call('invitation-open', { token }, null, https)).value;
    const code = totpCode(secret, desk.now);
    const { cookie } = await desk.call('invitation-accept', { token, password, code }, null, https);
    expect(cookie).toMatch(/^__Host-xiaowu-desk=/);
    expect(cookie).toContain('Secure');
    // The plain name, which a neighbour on the network could set, counts for nothing there.
    const planted = await desk.call('me', {}, /=([^;]+)/.exec(cookie ?? '')?.[1] ?? '', https);
    expect(planted.value).toBeNull();
  });

  it('cannot be planted: signing in makes a new token and ends the one that came along', async () => {
    const desk = await TestDesk.open();
    const mallory = await desk.account('mallory', 'keeper', []);
    const { secret } = await desk.account('王芳', 'office');
    const victim = await desk.call(
      'sign-in',
      { name: '王芳', password, code: totpCode(secret, desk.now) },
      mallory.token,
    );
    expect(victim.token).not.toBe(mallory.token);
    expect((await desk.call('me', {}, mallory.token)).value).toBeNull();
    expect((await desk.call('me', {}, 'a-token-nobody-gave'.padEnd(43, 'x'))).value).toBeNull();
  });

  it('ends after half an hour without a call', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    for (let i = 0; i < 5; i++) {
      desk.now += idleMs - 61_000;
      expect((await desk.call('huts', {}, token)).status, `call ${i}`).toBe(200);
    }
    desk.now += idleMs;
    const late = await desk.call('huts', {}, token);
    expect(late.status).toBe(401);
    expect(late.refusal.code).toBe('not-signed-in');
  });

  it('ends as well while a page looks again by itself: nobody may be sitting before it', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const looks = () => desk.call('huts', {}, token, { [byItself]: '1' });
    for (let passed = 0; passed + 120_000 < idleMs; passed += 60_000) {
      desk.now += 60_000;
      expect((await looks()).status).toBe(200);
    }
    desk.now += 180_000;
    expect((await looks()).status).toBe(401);
    expect((await desk.call('me', {}, token)).value).toBeNull();
  });

  it('ends after ten hours in any case', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const began = desk.now - 60_000;
    while (desk.now + idleMs - 61_000 < began + longestSessionMs) {
      desk.now += idleMs - 61_000;
      expect((await desk.call('huts', {}, token)).status).toBe(200);
    }
    desk.now = began + longestSessionMs;
    expect((await desk.call('huts', {}, token)).refusal.code).toBe('not-signed-in');
  });

  it('ends with signing out, and the cookie is taken away', async () => {
    const desk = await TestDesk.open();
    const { token } = await desk.account('王芳', 'office');
    const out = await desk.call('sign-out', {}, token);
    expect(out.token).toBe('');
    expect(out.cookie).toContain('Max-Age=0');
    expect((await desk.call('huts', {}, token)).status).toBe(401);
  });
});
