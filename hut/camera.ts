import type { Clock } from '../domain/clock.ts';
import type { Args } from '../domain/contract/contract.ts';
import { bareCode } from '../domain/scanning/aim.ts';
import { acceptsReading } from '../domain/scanning/camera.ts';
import { classify } from '../domain/scanning/classify.ts';
import type { Lending } from './lending/lending.ts';
import type { People } from './people/people.ts';

/** Questions a second that are answered; a page asks twice about each code, and nobody shows five a second. */
export const looksPerSecond = 10;

export interface CameraParts {
  clock: Clock;
  /** The config has a camera. */
  configured: boolean;
  lending: Pick<Lending, 'itemByBarcode'>;
  people: Pick<People, 'byCard'>;
  /** Takes the code as a scan, like that of any scanner. */
  scan: (text: string) => void;
}

/** Whether the hut has a thing or a card by this code: then one look of a camera is enough. */
function knows(text: string, { lending, people }: CameraParts): boolean {
  const scanned = classify(text);
  if (scanned.is === 'label' && scanned.type === 'card') {
    const card = people.byCard(scanned.code);
    return card.ok || card.refusal.why === 'card-blocked';
  }
  const code = scanned.is === 'label' ? scanned.code : bareCode(text);
  const spellings = [code, ...(scanned.is === 'foreign' ? scanned.alike : [])];
  return spellings.some((spelling) => lending.itemByBarcode(spelling) !== null);
}

/**
 * What the page's camera asks: whether the code it saw in so many frames in a row counts. True: it was taken as a
 * scan. False: look again, or this hut has no camera, or somebody asks too often.
 */
export function createCamera(parts: CameraParts): (look: Args<'look'>) => boolean {
  let second = Number.NEGATIVE_INFINITY;
  let asked = 0;
  return ({ text, frames }) => {
    if (!parts.configured) return false;
    const now = parts.clock.mono();
    if (now - second >= 1_000) {
      second = now;
      asked = 0;
    }
    asked += 1;
    if (asked > looksPerSecond) return false;
    if (!acceptsReading({ known: knows(text, parts), frames })) return false;
    parts.scan(text);
    return true;
  };
}
