import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../shared/button.js';

type Props<T> = {
  readonly caption: string;
  readonly columns: readonly {
    readonly key: string;
    readonly title: string;
    readonly cell: (item: T) => ReactNode;
    readonly number?: boolean;
  }[];
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly empty: ReactNode;
  readonly hasMore: boolean;
  readonly onMore: () => void;
};

/** A table that loads its next page on request; it scrolls sideways in a box of its own on a small screen. */
export const PagedTable = <T,>({ caption, columns, items, keyOf, empty, hasMore, onMore }: Props<T>) =>
  items.length === 0 ? (
    <p>{empty}</p>
  ) : (
    <>
      <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
        <table className="table">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ key, title, number }) => (
                <th key={key} scope="col" className={number === true ? 'number' : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={keyOf(item)}>
                {columns.map(({ key, cell, number }) => (
                  <td key={key} className={number === true ? 'number' : undefined}>
                    {cell(item)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && (
        <div className="actions">
          <Button kind="secondary" onPress={onMore}>
            <Trans>続きを表示</Trans>
          </Button>
        </div>
      )}
    </>
  );
