import { Trans, useLingui } from '@lingui/react/macro';
import type { EmployeeCard } from '@nencho/contracts/identity/v1/identity';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Plain, SummaryView } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { DeclarationStatusMark, useDeclarationStatusText } from '../../shared/declaration-status.js';
import { SelectField, TextField } from '../../shared/field.js';
import { Page } from '../../shared/page.js';
import { useRuleText } from '../../shared/rule-text.js';
import { PagedTable } from '../paged-table.js';
import { usePaged } from '../use-paged.js';

export type ReviewRow = SummaryView & { readonly card?: Plain<EmployeeCard> };

const statuses = [
  'DECLARATION_STATUS_OPEN',
  'DECLARATION_STATUS_DRAFT',
  'DECLARATION_STATUS_SUBMITTED',
  'DECLARATION_STATUS_SENT_BACK',
  'DECLARATION_STATUS_APPROVED',
  'DECLARATION_STATUS_FINALISED',
] as const;

/** The filters of the list stand in the URL, so that the way back from a person finds the same list. */
export const useReviewRows = (campaignId: string, search: URLSearchParams) =>
  usePaged<ReviewRow>('declarations', '/api/v1/declarations', {
    campaignId,
    status: search.get('status') ?? '',
    q: search.get('q') ?? '',
    problem: search.get('problem') ?? '',
  });

export const ReviewListPage = () => {
  const { t } = useLingui();
  const { campaignId = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const [query, setQuery] = useState(search.get('q') ?? '');
  const statusText = useDeclarationStatusText();
  const ruleText = useRuleText();
  const rows = useReviewRows(campaignId, search);
  const put = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') {
      next.delete(name);
    } else {
      next.set(name, value);
    }
    setSearch(next, { replace: true });
  };
  const resultTexts: Record<string, string> = {
    RESULT_STATUS_CALCULATED: t`計算ずみ`,
    RESULT_STATUS_OUTDATED: t`計算し直しが必要`,
    RESULT_STATUS_FINALISED: t`確定`,
  };
  return (
    <Page title={t`確認の一覧`}>
      <form
        className="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          put('q', query.trim());
        }}
      >
        <TextField label={t`氏名・フリガナ・番号でさがす`} type="search" value={query} onChange={setQuery} />
        <SelectField
          label={t`状態`}
          value={search.get('status') ?? ''}
          onChange={(status) => put('status', status)}
          options={[{ value: '', text: t`すべて` }, ...statuses.map((value) => ({ value, text: statusText(value) }))]}
        />
        <Button kind="secondary" type="submit">
          <Trans>さがす</Trans>
        </Button>
      </form>
      <AsyncView query={rows.query}>
        {() => (
          <PagedTable
            caption={t`申告の一覧`}
            items={rows.items}
            keyOf={({ id }) => id}
            empty={<Trans>あてはまる申告がありません。</Trans>}
            hasMore={rows.query.hasNextPage}
            onMore={() => void rows.query.fetchNextPage()}
            columns={[
              { key: 'number', title: t`番号`, cell: ({ employeeNumber }) => employeeNumber },
              {
                key: 'name',
                title: t`氏名`,
                cell: ({ id, card }) => (
                  <Link to={`/admin/campaigns/${campaignId}/review/${id}?${search.toString()}`}>
                    {card === undefined ? t`（氏名なし）` : `${card.familyName} ${card.givenName}`}
                  </Link>
                ),
              },
              { key: 'status', title: t`状態`, cell: ({ status }) => <DeclarationStatusMark status={status} /> },
              {
                key: 'submitted',
                title: t`提出`,
                cell: ({ submittedAt }) => submittedAt.slice(0, 16).replace('T', ' '),
              },
              { key: 'pay', title: t`給与`, cell: ({ hasPay }) => (hasPay ? t`あり` : t`なし`) },
              {
                key: 'result',
                title: t`結果`,
                cell: ({ resultStatus, problem }) =>
                  problem === '' ? (resultTexts[resultStatus] ?? '') : ruleText({ path: '', rule: problem }),
              },
            ]}
          />
        )}
      </AsyncView>
    </Page>
  );
};
