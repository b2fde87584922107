import { type ReactNode, useId } from 'react';
import { useNarrow } from '../app/seen.ts';

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  number?: boolean;
  /** Cells with buttons need no name before them on a phone. */
  acts?: boolean;
}

/**
 * Rows of the same kind: a table, and on a phone a list of cards with the name before each value. The first column
 * says what the row is.
 */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) {
  const narrow = useNarrow();
  const id = useId();
  const [first, ...rest] = columns;
  if (first === undefined) return null;
  if (narrow) {
    return (
      <ul className="cards" aria-label={label}>
        {rows.map((row) => (
          <li key={rowKey(row)} className="card">
            <p className="card__name">{first.cell(row)}</p>
            <dl>
              {rest.map(({ name, cell, acts }) => {
                const told = cell(row);
                // A name with nothing behind it says nothing.
                if (told === '' || told === null || told === false) return null;
                return (
                  <div key={name} className={acts ? 'card__acts' : undefined}>
                    <dt className={acts ? 'vh' : undefined}>{name}</dt>
                    <dd>{told}</dd>
                  </div>
                );
              })}
            </dl>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <section className="sheet" aria-labelledby={id}>
      <table>
        <caption id={id} className="vh">
          {label}
        </caption>
        <thead>
          <tr>
            {columns.map(({ name, number, acts }) => (
              <th key={name} scope="col" className={number ? 'is-number' : undefined}>
                <span className={acts ? 'vh' : undefined}>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              <th scope="row">{first.cell(row)}</th>
              {rest.map(({ name, cell, number, acts }) => (
                <td key={name} className={number ? 'is-number' : acts ? 'is-acts' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
