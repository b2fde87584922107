import { pageRows } from '../../domain/desk/paging.ts';
import { mayDo } from '../../domain/desk/roles.ts';
import { done } from '../../domain/result.ts';
import { allAccounts } from './accounts.ts';
import { type Handler, note, refuse, scopeOf } from './asking.ts';
import { readAudit } from './audit.ts';

export const huts: Handler<'huts'> = async (asking) =>
  done({ rows: await asking.deps.books.huts(scopeOf(asking, 'see-huts'), asking.now), now: asking.now });

export const hut: Handler<'hut'> = async (asking, { hut: id }) => {
  const noHut = () => refuse('not-found', 'no such hut');
  if (!mayDo(asking.who, 'see-huts', id)) return noHut();
  const [row] = await asking.deps.books.huts([id], asking.now);
  const more = await asking.deps.books.hut(id);
  if (row === undefined || more === null) return noHut();
  return done({ detail: { row, ...more }, now: asking.now });
};

export const stock: Handler<'stock'> = async (asking, args) =>
  done(await asking.deps.books.stock(scopeOf(asking, 'see-stock'), args, pageRows, asking.now));

export const loans: Handler<'loans'> = async (asking, args) =>
  done(await asking.deps.books.loans(scopeOf(asking, 'see-loans'), args, pageRows));

export const overdue: Handler<'overdue'> = async (asking, { after }) =>
  done(await asking.deps.books.overdue(scopeOf(asking, 'see-loans'), after, pageRows, asking.now));

export const cases: Handler<'cases'> = async (asking, args) =>
  done(await asking.deps.books.cases(scopeOf(asking, 'see-cases'), args, pageRows));

export const keys: Handler<'keys'> = async ({ deps, now }) =>
  done({ keys: await deps.books.keys(), codes: await deps.books.codes(now) });

export const audit: Handler<'audit'> = async ({ deps }, { after }) =>
  done(await readAudit(deps.store.read, after, pageRows));

export const accounts: Handler<'accounts'> = async ({ deps }) => {
  const names = await deps.books.hutNames();
  return done({ rows: await allAccounts(deps.store.read, (hut) => names.get(hut) ?? hut) });
};

const noLoan = () => refuse('not-found', 'no such loan is open');

/** The number is given only after the trail says who asked for it. */
export const phone: Handler<'phone'> = async (asking, { hut, loan }) => {
  if (!mayDo(asking.who, 'see-phone', hut)) return noLoan();
  const found = await asking.deps.books.borrower(hut, loan);
  // Only whoever is late is called; all others are left in peace.
  if (found === null || found.phone === null || found.loan.due >= asking.now) return noLoan();
  await asking.deps.store.transaction((sql) => note(asking, sql, { what: 'phone-seen', hut, about: loan }));
  return done({ phone: found.phone });
};

export const called: Handler<'called'> = async (asking, { hut, loan }) => {
  if (!mayDo(asking.who, 'see-phone', hut)) return noLoan();
  if ((await asking.deps.books.borrower(hut, loan)) === null) return noLoan();
  await asking.deps.store.transaction(async (sql) => {
    await sql.run(
      'INSERT INTO desk_phone_call (hut_id, loan, called_at, who) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [hut, loan, asking.now, asking.who.name],
    );
    await note(asking, sql, { what: 'called', hut, about: loan });
  });
  return done({});
};
