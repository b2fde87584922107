import { aimOf, bareCode, isGs1Aim } from './aim.ts';
import { type Damage, damageOf } from './damage.ts';
import { readArticle, spellingsOf } from './ean.ts';
import { groupSeparator, gtinOf, gtinOfLink, readGs1 } from './gs1.ts';
import { isbn10Of, readIsbn } from './isbn.ts';
import { type LabelType, readLabel } from './label.ts';
import { type Payload, payloadOf } from './payload.ts';

export type LooksLike = 'shop' | 'book' | Payload;

/** What a scanned text is. `code` of a label is upper case, as printed. */
export type Scanned =
  | { is: 'label'; type: LabelType; code: string }
  /** `alike`: other spellings of the same number, under which a register may know the thing. */
  | { is: 'foreign'; looksLike: LooksLike; alike: readonly string[] }
  | { is: 'damaged'; because: Damage };

const foreign = (looksLike: LooksLike, alike: readonly string[] = []): Scanned => ({
  is: 'foreign',
  looksLike,
  alike,
});

function book(isbn: string, scanned: string): Scanned {
  const ten = isbn10Of(isbn);
  const alike = [isbn, ...(ten === null ? [] : [ten])];
  return foreign(
    'book',
    alike.filter((spelling) => spelling !== scanned),
  );
}

/** An article number of 8 to 14 digits with a good check digit. */
function article(number: string, scanned: string): Scanned {
  const isbn = readIsbn(number.length === 14 ? number.slice(1) : number);
  if (isbn.ok) return book(isbn.value, scanned);
  const alike = [...(number === scanned ? [] : [number]), ...spellingsOf(number)];
  return foreign(
    'shop',
    alike.filter((spelling) => spelling !== scanned),
  );
}

/** GS1 fields, where the symbology, a separator or brackets say so, or where an article number begins the text. */
function gs1(aim: string | null, bare: string): Scanned | null {
  const said = isGs1Aim(aim) || bare.includes(groupSeparator) || /^\(\d{2,4}\)/.test(bare);
  if (!said && !/^01\d{14}/.test(bare)) return null;
  const fields = readGs1(bare);
  if (fields.ok) {
    const gtin = gtinOf(fields.value);
    return gtin === null ? foreign('other') : article(gtin, bare);
  }
  if (!said || fields.refusal === 'not-gs1') return null;
  return { is: 'damaged', because: fields.refusal === 'short' ? 'part' : 'unreadable' };
}

/**
 * Says what a scanned text is. Total: any string has an answer. AIM identifiers are dropped and never needed.
 * Damaged: a code that did not come through whole, or not alone. Our labels come first, by the cheapest test:
 * somebody stands there with a card.
 */
export function classify(text: string): Scanned {
  const bare = bareCode(text);
  const label = readLabel(bare);
  if (label.ok) return { is: 'label', type: label.value.type, code: label.value.code };
  if (label.refusal === 'damaged') return { is: 'damaged', because: damageOf(bare) ?? 'unreadable' };
  const payload = payloadOf(bare);
  if (payload === 'link') {
    const gtin = gtinOfLink(bare);
    if (gtin !== null) return article(gtin, bare);
  }
  if (payload !== 'other') return foreign(payload);
  const printed = readArticle(bare);
  if (printed !== null) return article(printed.number, bare);
  const fields = gs1(aimOf(text.trim()), bare);
  if (fields !== null) return fields;
  const isbn = readIsbn(bare);
  if (isbn.ok) return book(isbn.value, bare);
  const damage = damageOf(bare);
  return damage === null ? foreign('other') : { is: 'damaged', because: damage };
}
