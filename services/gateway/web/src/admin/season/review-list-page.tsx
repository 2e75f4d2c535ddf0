import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { AsyncView } from '../../shared/async-view.js';
import { useDateTexts } from '../../shared/date-text.js';
import { DeclarationStatusMark, useDeclarationStatusText } from '../../shared/declaration-status.js';
import { CheckField, SelectField } from '../../shared/field.js';
import { Page } from '../../shared/page.js';
import { useRuleSentence } from '../../shared/rule-text.js';
import { declarationStatuses } from '../../shared/statuses.js';
import { PagedTable } from '../../shared/paged-table.js';
import { useSearchState } from '../../shared/use-search-state.js';
import { SearchForm } from '../search-form.js';
import { useSearchTerm } from '../use-search-term.js';
import { campaignQuery } from './campaigns.js';
import { useReviewPlace, useReviewRows, type ReviewRow } from './review-rows.js';

const Filters = () => {
  const { t } = useLingui();
  const { get, put } = useSearchState();
  const { term, setTerm } = useSearchTerm('declarations');
  const statusText = useDeclarationStatusText();
  return (
    <SearchForm label={t`氏名・フリガナ・番号でさがす`} term={term} onSearch={setTerm}>
      <SelectField
        label={t`状態`}
        value={get('status')}
        onChange={(status) => put({ status })}
        options={[
          { value: '', text: t`すべて` },
          ...declarationStatuses.map((value) => ({ value: value, text: statusText(value) })),
        ]}
      />
      <CheckField checked={get('problem') === 'true'} onChange={(checked) => put({ problem: checked ? 'true' : '' })}>
        <Trans>計算できなかった人だけ</Trans>
      </CheckField>
    </SearchForm>
  );
};

const useColumns = () => {
  const { t } = useLingui();
  const { pathOf } = useReviewPlace();
  const dates = useDateTexts();
  const sentence = useRuleSentence();
  const results: Record<string, string> = {
    RESULT_STATUS_CALCULATED: t`計算ずみ`,
    RESULT_STATUS_OUTDATED: t`計算し直しが必要`,
    RESULT_STATUS_FINALISED: t`確定`,
  };
  return [
    { key: 'number', title: t`番号`, cell: ({ employeeNumber }: ReviewRow) => employeeNumber },
    {
      key: 'name',
      title: t`氏名`,
      cell: ({ id, card }: ReviewRow) => (
        <Link to={pathOf(id)}>{card === undefined ? t`（氏名なし）` : `${card.familyName} ${card.givenName}`}</Link>
      ),
    },
    { key: 'status', title: t`状態`, cell: ({ status }: ReviewRow) => <DeclarationStatusMark status={status} /> },
    {
      key: 'submitted',
      title: t`提出`,
      cell: ({ submittedAt }: ReviewRow) => (submittedAt === '' ? '—' : dates.instant(submittedAt)),
    },
    { key: 'pay', title: t`給与`, cell: ({ hasPay }: ReviewRow) => (hasPay ? t`あり` : t`なし`) },
    {
      key: 'result',
      title: t`結果`,
      cell: ({ resultStatus, problem }: ReviewRow) =>
        problem === '' ? (results[resultStatus] ?? '—') : sentence({ path: '', rule: problem }),
    },
  ];
};

/** 確認の一覧: whom to look at, found by name, state or problem. */
export const ReviewListPage = () => {
  const { t } = useLingui();
  const { campaignId = '' } = useParams();
  const { query, items, more } = useReviewRows(campaignId);
  const { data } = useQuery(campaignQuery(campaignId));
  const columns = useColumns();
  return (
    <Page title={t`確認の一覧`}>
      <p>
        <Link to={`/admin/campaigns/${campaignId}`}>{data?.campaign?.title ?? t`年末調整の画面へ`}</Link>
      </p>
      <Filters />
      <AsyncView query={query}>
        {() => (
          <PagedTable
            caption={t`申告の一覧`}
            items={items}
            keyOf={({ id }) => id}
            empty={<Trans>あてはまる申告がありません。条件を変えてみてください。</Trans>}
            more={more}
            columns={columns}
          />
        )}
      </AsyncView>
    </Page>
  );
};
