import type { ReactNode } from 'react';
import type { Trouble } from '../app/ask.ts';
import { useTongue } from '../app/seen.ts';
import { Told, Waiting } from './page.tsx';
import { type Column, Table } from './table.tsx';

/** A list as it is asked for: waiting, why it did not come, empty with what to do first, or its rows and a way to more. */
export function List<Row>({
  label,
  asked: { rows, trouble, again, more = null },
  empty,
  ...table
}: {
  label: string;
  asked: {
    rows: readonly Row[] | null;
    trouble: Trouble | null;
    again: () => void;
    more?: (() => void) | null;
  };
  empty: ReactNode;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
}) {
  if (rows === null) return <Waiting trouble={trouble} again={again} />;
  if (rows.length === 0) return empty;
  return (
    <>
      <Told trouble={trouble} />
      <Table label={label} rows={rows} {...table} />
      <More more={more} />
    </>
  );
}

/** The way to the next page of a list; nothing after the last. */
export function More({ more }: { more: (() => void) | null }) {
  const { say } = useTongue();
  if (more === null) return null;
  return (
    <p>
      <button type="button" className="btn" onClick={more}>
        {say('more')}
      </button>
    </p>
  );
}
