/**
 * What `kind_count` holds, as tables to read from. Months begin with a digit and conditions do not, so each kind is one
 * search however many years there are.
 */

/** Things of a kind in a condition, here and lent: `kind, condition, here, out`. */
export const stockCount = `(SELECT kind, of AS condition, things - lent AS here, lent AS out
  FROM kind CROSS JOIN kind_count USING (kind) WHERE of >= 'a')`;

/** How often a kind was lent in a month of the hut's calendar (2026-11): `kind, month, loans`. */
export const lentCount = `(SELECT kind, of AS month, lent AS loans
  FROM kind CROSS JOIN kind_count USING (kind) WHERE of < 'a')`;
