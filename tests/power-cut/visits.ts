import { practiceCards, practiceThings } from '../../hut/stock/practice-stock.ts';
import type { RecordedHut } from './recorded-hut.ts';

const card = (nth: number): string => practiceCards[nth]?.code ?? '';
const code = (name: string): string => {
  const found = practiceThings.find((thing) => thing.name.en === name);
  if (found === undefined) throw new Error(`no ${name} in the practice stock`);
  return found.code;
};
/** Who registers on the first day. */
export const someone = {
  phone: '13812345678',
  pin: '4711',
  dwelling: { building: '3', unit: '1', room: '502' },
} as const;
const books = ['Ordinary World', 'Gardens of Suzhou', 'A Hundred Thousand Whys'] as const;

const scan = (hut: RecordedHut, text: string): Promise<void> => hut.practice({ act: 'scan', text });

async function begin(hut: RecordedHut): Promise<void> {
  const { screen } = await hut.until((view) => view.screen.at === 'attract' || view.screen.at === 'home');
  if (screen.at === 'attract') await hut.press({ do: 'begin' });
}

/** The door springs open; the number of it. */
async function open(hut: RecordedHut): Promise<number> {
  const { screen } = await hut.until(({ screen: now }) => now.at === 'door' && now.phase === 'open');
  return screen.at === 'door' ? screen.door : 0;
}

async function askFor(hut: RecordedHut, kind: string, who: string): Promise<void> {
  await begin(hut);
  await hut.press({ do: 'function', function: 'borrow' });
  for (let shown = await hut.on('pick'); !shown.cards.some((each) => each.kind === kind); ) {
    if (shown.page + 1 === shown.pages) throw new Error(`no ${kind} on any page`);
    await hut.press({ do: 'page', page: shown.page + 1 });
    shown = await hut.on('pick');
  }
  await hut.press({ do: 'kind', kind });
  const { notices } = await hut.on('item');
  if (notices.length > 0) await hut.press({ do: 'tick' });
  await hut.press({ do: 'borrow' });
  await hut.on('identify');
  await scan(hut, who);
}

async function borrowFromLocker(hut: RecordedHut, kind: string, who = card(0)): Promise<number> {
  await askFor(hut, kind, who);
  const door = await open(hut);
  await hut.practice({ act: 'close-door', door });
  await hut.on('borrowed');
  await hut.press({ do: 'home' });
  return door;
}

/** Takes a thing from a shelf by its label and shows a card; gives the code on the verdict. */
async function takeFromShelf(hut: RecordedHut, barcode: string, who: string): Promise<string> {
  await scan(hut, barcode);
  await hut.until(({ screen }) => screen.at === 'identify' || screen.at === 'item');
  await scan(hut, who);
  return (await hut.on('borrowed')).code;
}

async function borrowFromShelf(hut: RecordedHut, barcode: string, who: string): Promise<void> {
  await takeFromShelf(hut, barcode, who);
  await hut.press({ do: 'home' });
}

async function typePhone(hut: RecordedHut): Promise<void> {
  await begin(hut);
  await hut.press({ do: 'function', function: 'my-loans' });
  await hut.on('identify');
  await hut.press({ do: 'by-phone' });
  await hut.type(someone.phone);
  await hut.press({ do: 'submit' });
}

/** Somebody new registers and borrows a book in the same visit. */
async function registerAndBorrow(hut: RecordedHut, barcode: string): Promise<void> {
  await typePhone(hut);
  await hut.on('consent');
  await hut.press({ do: 'agree' });
  for (const digits of Object.values(someone.dwelling)) {
    await hut.type(digits);
    await hut.press({ do: 'submit' });
  }
  await hut.type(someone.pin);
  await hut.type(someone.pin);
  await hut.on('loans');
  await scan(hut, barcode);
  await hut.until(({ screen }) => screen.at === 'item' || screen.at === 'borrowed');
  const { screen } = await hut.until(() => true);
  if (screen.at === 'item') await hut.press({ do: 'borrow' });
  await hut.on('borrowed');
  await hut.press({ do: 'home' });
}

async function renewAll(hut: RecordedHut, who: string): Promise<void> {
  await begin(hut);
  await hut.press({ do: 'function', function: 'my-loans' });
  await hut.on('identify');
  await scan(hut, who);
  const { loans } = await hut.on('loans');
  for (const { loan, renewable } of loans) {
    if (!renewable) continue;
    await hut.press({ do: 'renew', loan });
    await hut.until(({ screen }) => screen.at === 'loans' && screen.renewed === loan);
  }
  await hut.press({ do: 'home' });
}

async function returnBehindDoor(hut: RecordedHut, barcode: string): Promise<void> {
  await scan(hut, barcode);
  await hut.on('return');
  await hut.press({ do: 'all-fine' });
  const door = await open(hut);
  await hut.practice({ act: 'close-door', door });
  await hut.on('returned');
  await hut.press({ do: 'home' });
}

/** Brings a thing back to its shelf; gives the code on the verdict. */
async function bringBack(hut: RecordedHut, barcode: string): Promise<string> {
  await scan(hut, barcode);
  await hut.on('return');
  await hut.press({ do: 'all-fine' });
  await hut.on('put-back');
  await hut.press({ do: 'put-back' });
  return (await hut.on('returned')).code;
}

async function returnBroken(hut: RecordedHut, barcode: string): Promise<void> {
  await scan(hut, barcode);
  await hut.on('return');
  await hut.press({ do: 'something-wrong' });
  await hut.press({ do: 'problem', problem: 'broken' });
  await hut.on('put-back');
  await hut.press({ do: 'put-back' });
  await hut.on('returned');
  await hut.press({ do: 'home' });
}

async function mistypePin(hut: RecordedHut): Promise<void> {
  await typePhone(hut);
  await hut.on('pin');
  for (const tries of [1, 2]) {
    await hut.type('9182');
    await hut.until(({ screen }) => screen.at === 'pin' && screen.problem === 'wrong' && !screen.busy);
    if (tries === 2) await hut.type(someone.pin);
  }
  await hut.on('loans');
  await hut.press({ do: 'home' });
}

/** Everything that people do at a hut on its first day; at its end a door stands open. */
export async function firstLife(hut: RecordedHut): Promise<void> {
  await borrowFromLocker(hut, 'wrench');
  await registerAndBorrow(hut, code(books[0]));
  await borrowFromShelf(hut, code(books[1]), card(1));
  await renewAll(hut, card(1));
  await hut.practice({ act: 'jam', door: 4, jammed: true });
  await askFor(hut, 'hammer', card(1));
  await hut.until(({ screen }) => screen.at === 'refusal');
  await hut.press({ do: 'home' });
  const wrench = practiceThings[0]?.code ?? '';
  await returnBehindDoor(hut, wrench);
  await askFor(hut, 'power-bank', card(2));
  await open(hut);
}

/** After the power was there again: what was open is settled, and people come and go. */
export async function secondLife(hut: RecordedHut): Promise<void> {
  await begin(hut);
  await mistypePin(hut);
  await returnBroken(hut, code(books[0]));
  await borrowFromLocker(hut, 'wrench', card(2));
}

/** The least that is worth a promise: one book from the shelf. */
export const oneBook = (hut: RecordedHut): Promise<void> => borrowFromShelf(hut, code(books[0]), card(0));

/** What is written at the end of it is two events that belong together. */
export const oneWrench = async (hut: RecordedHut): Promise<void> => {
  await borrowFromLocker(hut, 'wrench');
};

/** One book goes out and comes back, by turns; gives the code on the verdict, which is on the screen right now. */
export const bookByTurns = (hut: RecordedHut, turn: number): Promise<string> =>
  turn % 2 === 0 ? takeFromShelf(hut, code(books[0]), card(0)) : bringBack(hut, code(books[0]));
