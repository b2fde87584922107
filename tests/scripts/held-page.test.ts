import { expect, it, onTestFinished } from 'vitest';
import { holdPage } from '../../scripts/start/held-page.ts';

const ask = (address: string) => fetch(address, { redirect: 'manual' });

it('holds the browser until the hut is there, then sends it on', async () => {
  const page = await holdPage();
  onTestFinished(() => page.close());
  let answered = false;
  const first = ask(page.address).then((answer) => {
    answered = true;
    return answer;
  });
  const other = await ask(`${new URL(page.address).origin}/`);
  expect(other.status).toBe(404);
  expect(answered).toBe(false);
  page.lead('http://127.0.0.1:9/#secret');
  const { status, headers } = await first;
  expect(status).toBe(302);
  expect(headers.get('location')).toBe('http://127.0.0.1:9/#secret');
  expect((await ask(page.address)).status).toBe(302);
});

it('tells nobody who does not know the address', async () => {
  const page = await holdPage();
  onTestFinished(() => page.close());
  page.lead('http://127.0.0.1:9/#secret');
  const guess = await ask(page.address.slice(0, -1));
  expect(guess.status).toBe(404);
  expect(guess.headers.get('location')).toBeNull();
});
