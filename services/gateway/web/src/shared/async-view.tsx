import { Trans } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { isApiError } from '../api/client.js';
import { Button } from './button.js';
import { ErrorNotice } from './notice.js';
import { Page } from './page.js';
import { Loading } from './while-loading.js';

/** What trying again cannot change. */
const isFinal = (error: unknown): boolean => isApiError(error, 'forbidden') || isApiError(error, 'not_found');

type Props<T> = {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
  /** Heading of the page while it has no content of its own yet. */
  readonly title?: string;
};

/** Loading, error with a way out, or the content: the three states that every screen has. */
export const AsyncView = <T,>({ query, children, title }: Props<T>) => {
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  const wayOut = isFinal(query.error) ? (
    <Link to="/">
      <Trans>はじめの画面へ</Trans>
    </Link>
  ) : (
    <Button kind="secondary" onPress={() => void query.refetch()}>
      <Trans>もう一度読み込む</Trans>
    </Button>
  );
  const state = query.isError ? <ErrorNotice error={query.error} action={wayOut} /> : <Loading />;
  return title === undefined ? state : <Page title={title}>{state}</Page>;
};
