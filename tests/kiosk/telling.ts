import { type MemoWhat, memoPart } from '../../domain/memo/memo.ts';
import { Kiosk } from './kiosk.ts';

export const sound = Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(80_000, 7)]);
export const picture = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(5_000, 9)]);

/** Gives a memo as the page does, part by part; what the last answer was. */
export async function give(kiosk: Kiosk, what: MemoWhat, file: Buffer, token = kiosk.view().token) {
  const of = Math.ceil(file.length / memoPart);
  let last: unknown;
  for (let part = 0; part < of; part++) {
    const bytes = file.subarray(part * memoPart, (part + 1) * memoPart).toString('base64');
    last = await kiosk.hut.handle('keepMemo', { token, what, part, of, bytes });
  }
  await kiosk.quiet();
  return last;
}

/** Somebody brings this thing back, and something is wrong with it. */
export async function bringBackWrong(kiosk: Kiosk, barcode: string): Promise<void> {
  await kiosk.press({ do: 'begin' });
  await kiosk.press({ do: 'function', function: 'return' });
  await kiosk.scan(barcode);
  await kiosk.press({ do: 'something-wrong' });
  kiosk.on('return-problem');
}

/** A ladder of the shelf that comes back with something wrong. */
export async function somethingWrong(): Promise<{ kiosk: Kiosk; item: string }> {
  const kiosk = await Kiosk.open();
  const { item, barcode } = kiosk.item('ladder', 'shelf');
  await bringBackWrong(kiosk, barcode);
  return { kiosk, item };
}

export async function putBack(kiosk: Kiosk): Promise<void> {
  await kiosk.press({ do: 'problem', problem: 'broken' });
  await kiosk.press({ do: 'put-back' });
  kiosk.on('returned');
}

/** Tells all of it of a thing that is brought back, and puts it back. */
export async function tell(
  kiosk: Kiosk,
  barcode: string,
  told: Partial<Record<MemoWhat, Buffer>>,
): Promise<void> {
  await bringBackWrong(kiosk, barcode);
  await kiosk.press({ do: 'tell', by: 'choose' });
  for (const what of ['voice', 'picture', 'words'] as const) {
    const file = told[what];
    if (file === undefined) continue;
    await kiosk.press({ do: 'tell', by: what });
    const answer = await give(kiosk, what, file);
    if (JSON.stringify(answer) !== '{"taken":true}') throw new Error(`${what}: ${JSON.stringify(answer)}`);
  }
  await kiosk.press({ do: 'back' });
  await putBack(kiosk);
  await kiosk.press({ do: 'home' });
}
