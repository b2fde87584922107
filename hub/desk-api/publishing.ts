import type { Preview, RecallDraft, StockRow } from '../../domain/desk/rows.ts';
import { done } from '../../domain/result.ts';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { isRecalled, type Recall } from '../../domain/sync/feeds.ts';
import { type Asking, type Handler, note, refuse } from './asking.ts';

/** Things that a preview names. */
const examples = 20;

/** What lies behind a change, by hut. */
export function previewOf(things: readonly StockRow[]): Preview {
  const byHut = new Map<string, Preview['byHut'][number]>();
  for (const { hut, hutName, lending } of things) {
    const row = byHut.get(hut) ?? { hut, name: hutName, things: 0, out: 0 };
    byHut.set(hut, { ...row, things: row.things + 1, out: row.out + (lending === 'in' ? 0 : 1) });
  }
  return {
    things: things.length,
    out: things.filter(({ lending }) => lending !== 'in').length,
    byHut: [...byHut.values()].sort((a, b) => b.things - a.things || (a.hut < b.hut ? -1 : 1)),
    examples: things.slice(0, examples),
  };
}

const recallOf = (draft: RecallDraft, now: number): Recall => ({ ...draft, at: now });

export const terms: Handler<'terms'> = async ({ deps }) => {
  const published = new Map((await deps.books.terms()).map((kind) => [kind.kind, kind]));
  const things = await deps.books.kindCounts();
  const catalogue = kindCatalogue.filter(({ kind }) => !published.has(kind));
  const rows = [...published.values(), ...catalogue].map((kind) => ({
    kind,
    published: published.has(kind.kind),
    things: things.get(kind.kind) ?? 0,
  }));
  return done({ rows: rows.sort((a, b) => b.things - a.things || (a.kind.kind < b.kind.kind ? -1 : 1)) });
};

export const previewTerms: Handler<'terms-preview'> = async ({ deps, now }, { kind }) =>
  done(previewOf(await deps.books.things({ kind: kind.kind }, now)));

export const publishTerms: Handler<'terms-publish'> = async (asking, { kind }) => {
  await asking.deps.store.transaction(async (sql) => {
    await asking.deps.books.publishTerms(sql, kind, asking.now);
    await note(asking, sql, { what: 'terms-published', about: kind.kind });
  });
  return done({});
};

/** The things that a recall means, by the very rule that huts go by. */
async function meantBy({ deps, now }: Asking, recall: Recall): Promise<StockRow[]> {
  const { kind, model, barcodes } = recall;
  const things = await deps.books.things({ kind, barcodes, named: model }, now);
  return things.filter((thing) => isRecalled(recall, thing));
}

export const recalls: Handler<'recalls'> = async (asking) => {
  const rows = [];
  for (const recall of await asking.deps.books.recalls()) {
    rows.push({ ...recall, things: (await meantBy(asking, recall)).length });
  }
  return done({ rows });
};

export const previewRecall: Handler<'recall-preview'> = async (asking, { draft }) =>
  done(previewOf(await meantBy(asking, recallOf(draft, asking.now))));

export const publishRecall: Handler<'recall-publish'> = async (asking, { draft }) => {
  const { deps, now } = asking;
  const recall = deps.newId();
  await deps.store.transaction(async (sql) => {
    await deps.books.publishRecall(sql, recall, recallOf(draft, now), now);
    await note(asking, sql, { what: 'recall-published', about: recall });
  });
  return done({ recall });
};

export const liftRecall: Handler<'recall-lift'> = async (asking, { recall }) => {
  const { deps, now } = asking;
  if (!(await deps.books.recalls()).some((row) => row.recall === recall)) {
    return refuse('already-done', 'no such recall stands');
  }
  await deps.store.transaction(async (sql) => {
    await deps.books.publishRecall(sql, recall, null, now);
    await note(asking, sql, { what: 'recall-lifted', about: recall });
  });
  return done({});
};
