import { practiceKeeper } from '../../hut/keeper/practice-keeper.ts';
import type { Kiosk } from './kiosk.ts';

/** The keeper's card is read, and the PIN typed, up to the desk. */
export async function signIn(kiosk: Kiosk): Promise<void> {
  await kiosk.scan(practiceKeeper.code);
  kiosk.on('keeper-pin');
  await kiosk.type(practiceKeeper.pin);
  await kiosk.until('keeper-desk');
}

/** A PIN is typed and answered, whatever the answer. */
export async function typePin(kiosk: Kiosk, pin: string): Promise<void> {
  await kiosk.type(pin);
  while (kiosk.screen.at === 'keeper-pin' && kiosk.on('keeper-pin').busy) await kiosk.quiet();
}

/** A neighbour registers by phone, room and PIN, up to their loans, and goes home. */
export async function register(
  kiosk: Kiosk,
  { phone, building, unit, room, pin }: Record<'phone' | 'building' | 'unit' | 'room' | 'pin', string>,
): Promise<void> {
  if (kiosk.screen.at === 'attract') await kiosk.press({ do: 'begin' });
  await kiosk.press({ do: 'function', function: 'my-loans' });
  await kiosk.press({ do: 'by-phone' });
  await kiosk.type(phone);
  await kiosk.press({ do: 'submit' });
  await kiosk.press({ do: 'agree' });
  for (const digits of [building, unit, room]) {
    await kiosk.type(digits);
    await kiosk.press({ do: 'submit' });
  }
  await kiosk.type(pin);
  await kiosk.type(pin);
  await kiosk.until('loans');
  await kiosk.press({ do: 'home' });
}

/** At the desk: the resident of this number. */
export async function findResident(kiosk: Kiosk, phone: string): Promise<void> {
  await kiosk.press({ do: 'desk', function: 'residents' });
  await kiosk.press({ do: 'by-phone' });
  await kiosk.type(phone);
  await kiosk.press({ do: 'submit' });
}
