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
