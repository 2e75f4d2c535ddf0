import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from './button.js';

type Column<T> = {
  readonly key: string;
  readonly title: string;
  readonly cell: (item: T) => ReactNode;
  readonly number?: boolean;
};

type Props<T> = {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly empty: ReactNode;
  readonly more?: { readonly isThere: boolean; readonly isLoading: boolean; readonly load: () => void };
};

const classOf = ({ number }: { readonly number?: boolean }): string | undefined =>
  number === true ? 'number' : undefined;

/**
 * A table that loads its next page on request. On a small screen each row becomes a block with the column's name before
 * each value; the roles keep it a table for screen readers, whatever the layout.
 */
export const PagedTable = <T,>({ caption, columns, items, keyOf, empty, more }: Props<T>) =>
  items.length === 0 ? (
    <p className="empty">{empty}</p>
  ) : (
    <>
      <table className="table table-blocks" role="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} role="columnheader" scope="col" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {items.map((item) => (
            <tr key={keyOf(item)} role="row">
              {columns.map((column) => (
                <td key={column.key} role="cell" className={classOf(column)} data-title={column.title}>
                  {column.cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more?.isThere === true && (
        <div className="actions">
          <Button kind="secondary" busy={more.isLoading} onPress={more.load}>
            <Trans>続きを表示</Trans>
          </Button>
        </div>
      )}
    </>
  );
