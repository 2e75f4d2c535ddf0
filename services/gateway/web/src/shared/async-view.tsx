import { Trans } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from './button.js';
import { ErrorNotice } from './notice.js';

/** Loading, error with a way to try again, or the content: the three states that every screen has. */
export const AsyncView = <T,>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) => {
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  if (query.isError) {
    const again = (
      <Button kind="secondary" onPress={() => void query.refetch()}>
        <Trans>もう一度読み込む</Trans>
      </Button>
    );
    return <ErrorNotice error={query.error} action={again} />;
  }
  return (
    <p className="loading" role="status">
      <Trans>読み込み中…</Trans>
    </p>
  );
};
