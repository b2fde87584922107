import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { View } from '../../domain/contract/screen.ts';
import { type ParentPort, runUnderShell } from '../../hut/electron-entry.ts';
import { type PortLike, portChannel } from '../../hut/wire/message-port.ts';
import { Inbox } from './wire/transports.ts';

/** The shell's side of a utility process. */
class Shell {
  #take: Parameters<ParentPort['on']>[1] = () => {};
  readonly heard: unknown[] = [];
  readonly port: ParentPort = {
    on: (_event, take) => {
      this.#take = take;
    },
    postMessage: (message) => void this.heard.push(message),
  };
  say(data: unknown, ports: PortLike[] = []): void {
    this.#take({ data, ports });
  }
}

describe('the hut process under the desktop shell', () => {
  it('serves the screens whose ports it is given, early ones too, and ends when told', {
    timeout: 20_000,
  }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-entry-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const shell = new Shell();
    let ended = (_code: number) => {};
    const end = new Promise<number>((resolve) => {
      ended = resolve;
    });
    const running = runUnderShell(shell.port, ['--data', dir], (code) => ended(code));
    shell.say({ type: 'ping' });
    const { port1, port2 } = new MessageChannel();
    shell.say({ type: 'connect' }, [port1]);
    shell.say('nonsense');
    await running;
    const screen = portChannel(port2);
    const inbox = new Inbox(screen);
    screen.send({ type: 'resume', seq: 0, boot: null });
    const push = await inbox.until((all) => all.find((m) => (m as { name?: string }).name === 'view'));
    expect(View.parse((push as { body: unknown }).body).screen.at).toBe('attract');
    screen.send({ type: 'call', id: 1, name: 'touch', args: {} });
    await inbox.frame('answer', 1);
    screen.send({ type: 'call', id: 2, name: 'alive', args: {} });
    await inbox.frame('answer', 2);
    shell.say({ type: 'ping' });
    expect(shell.heard).toEqual([
      // No page yet, and one that is heard.
      { type: 'pong', level: expect.stringMatching(/^(ok|attention)$/), page: null },
      { type: 'pong', level: expect.stringMatching(/^(ok|attention)$/), page: expect.any(Number) },
    ]);
    const { page } = shell.heard[1] as { page: number };
    expect(page).toBeLessThan(5_000);
    screen.close();
    shell.say({ type: 'stop' });
    expect(await end).toBe(0);
  });

  it('begun anew by a shell that knows of no config, it has what a keeper has set up since', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'xiaowu-entry-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const config = { hut: { name: '平江小屋=Pingjiang hut' }, scanner: [{ kind: 'wedge' }] };
    writeFileSync(join(dir, 'hut.json'), JSON.stringify(config));
    const shell = new Shell();
    let ended = (_code: number) => {};
    const end = new Promise<number>((resolve) => {
      ended = resolve;
    });
    await runUnderShell(shell.port, ['--data', dir], (code) => ended(code));
    const { port1, port2 } = new MessageChannel();
    shell.say({ type: 'connect' }, [port1]);
    const screen = portChannel(port2);
    const inbox = new Inbox(screen);
    screen.send({ type: 'resume', seq: 0, boot: null });
    const push = await inbox.until((all) => all.find((m) => (m as { name?: string }).name === 'view'));
    expect(View.parse((push as { body: unknown }).body).hut.name).toEqual({
      zh: '平江小屋',
      en: 'Pingjiang hut',
    });
    screen.close();
    shell.say({ type: 'stop' });
    expect(await end).toBe(0);
  });

  it('says what is missing and ends', async () => {
    const shell = new Shell();
    const codes: number[] = [];
    await runUnderShell(shell.port, [], (code) => codes.push(code));
    expect(codes).toEqual([1]);
  });
});
