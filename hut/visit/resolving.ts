import { bareCode } from '../../domain/scanning/aim.ts';
import { classify } from '../../domain/scanning/classify.ts';
import type { Lending } from '../lending/lending.ts';
import type { Scanned } from './scanning.ts';

type Register = Pick<Lending, 'itemByBarcode' | 'noteUnknownScan'>;

export const isCard = (code: string): boolean => {
  const scan = classify(code);
  return scan.is === 'label' && scan.type === 'card';
};

/** What this code is to the hut: its own register first, since things may carry a maker's barcode. */
export function resolve(register: Register, text: string): Scanned {
  const scan = classify(text);
  // Somebody waits for a door: a card is looked up as a card and as nothing else.
  if (scan.is === 'label' && scan.type === 'card') return { is: 'card', card: scan.code };
  if (scan.is === 'label' && scan.type === 'keeper-card') return { is: 'keeper-card', code: scan.code };
  const code = scan.is === 'label' ? scan.code : bareCode(text);
  const item = itemBy(register, code, scan.is === 'foreign' ? scan.alike : []);
  if (item !== null) return { is: 'item', item: item.item };
  if (scan.is !== 'label') return scan;
  register.noteUnknownScan(code);
  return scan.type === 'item' ? { is: 'elsewhere', barcode: code } : { is: 'unknown' };
}

/** The thing with this barcode, or with another spelling of the same number. */
function itemBy(register: Register, code: string, alike: readonly string[]) {
  for (const spelling of [code, ...alike]) {
    const item = register.itemByBarcode(spelling);
    if (item !== null) return item;
  }
  return null;
}
