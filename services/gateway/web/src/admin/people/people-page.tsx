import { Trans, useLingui } from '@lingui/react/macro';
import type { EmployeeCard } from '@nencho/contracts/identity/v1/identity';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import type { Plain } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { SelectField } from '../../shared/field.js';
import { JobProgress } from '../../shared/job-progress.js';
import { ErrorNotice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { PagedTable } from '../../shared/paged-table.js';
import { companiesQuery } from '../places.js';
import { useAction } from '../../shared/use-action.js';
import { useSearchState } from '../../shared/use-search-state.js';
import { SearchForm } from '../search-form.js';
import { useSearchTerm } from '../use-search-term.js';
import { usePaged } from '../../shared/use-paged.js';

type Card = Plain<EmployeeCard>;

const useAccessTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return { none: t`未招待`, invited: t`招待ずみ`, user: t`利用中`, disabled: t`停止` };
};

const InviteAll = () => {
  const { t } = useLingui();
  const [asked, setAsked] = useState(false);
  const { get, put } = useSearchState();
  const queries = useQueryClient();
  const onFinished = useCallback(() => void queries.invalidateQueries({ queryKey: ['employees'] }), [queries]);
  const jobId = get('inviting');
  const invite = useAction<{ jobId: string }>(
    'POST',
    () => '/api/v1/invitations',
    [],
    (started) => {
      setAsked(false);
      put({ inviting: started.jobId });
    },
  );
  return (
    <section>
      {asked ? (
        <div className="card" role="group" aria-label={t`招待の確認`}>
          <p>
            <Trans>まだ招待していない全員に、パスワード設定のメールを送ります。よろしいですか。</Trans>
          </p>
          <div className="actions">
            <Button busy={invite.isPending} onPress={() => invite.mutate()}>
              <Trans>全員に送る</Trans>
            </Button>
            <Button kind="secondary" onPress={() => setAsked(false)}>
              <Trans>やめる</Trans>
            </Button>
          </div>
        </div>
      ) : (
        <Button kind="secondary" onPress={() => setAsked(true)}>
          <Trans>未招待の全員を招待する</Trans>
        </Button>
      )}
      {invite.isError && <ErrorNotice error={invite.error} />}
      {jobId !== '' && <JobProgress jobId={jobId} onFinished={onFinished} />}
    </section>
  );
};

const Filters = () => {
  const { t } = useLingui();
  const { get, put } = useSearchState();
  const companies = useQuery(companiesQuery);
  const { term, setTerm } = useSearchTerm('employees');
  return (
    <SearchForm label={t`氏名・フリガナ・番号でさがす`} term={term} onSearch={setTerm}>
      <SelectField
        label={t`会社`}
        value={get('companyId')}
        onChange={(companyId) => put({ companyId })}
        options={[
          { value: '', text: t`すべて` },
          ...(companies.data?.items ?? []).map(({ id, name }) => ({ value: id, text: name })),
        ]}
      />
    </SearchForm>
  );
};

/** 従業員の一覧: find, invite, import. */
export const PeoplePage = () => {
  const { t } = useLingui();
  const { get } = useSearchState();
  const { term } = useSearchTerm('employees');
  const accessTexts = useAccessTexts();
  const { query, items, more } = usePaged<Card>('employees', '/api/v1/employees', {
    q: term,
    companyId: get('companyId'),
  });
  return (
    <Page title={t`従業員`}>
      <div className="actions actions-top">
        <Link className="button button-primary" to="/admin/people/import">
          <Trans>CSVで取り込む</Trans>
        </Link>
      </div>
      <InviteAll />
      <Filters />
      <AsyncView query={query}>
        {() => (
          <PagedTable
            caption={t`従業員の一覧`}
            items={items}
            keyOf={({ id }) => id}
            empty={<Trans>あてはまる従業員がいません。CSVで取り込むと、ここに並びます。</Trans>}
            more={more}
            columns={[
              { key: 'number', title: t`番号`, cell: ({ number }) => number },
              { key: 'name', title: t`氏名`, cell: (card) => `${card.familyName} ${card.givenName}` },
              { key: 'kana', title: t`フリガナ`, cell: (card) => `${card.familyKana} ${card.givenKana}` },
              { key: 'login', title: t`ログインID`, cell: ({ loginId }) => loginId },
              { key: 'access', title: t`利用`, cell: ({ access }) => accessTexts[access] ?? access },
            ]}
          />
        )}
      </AsyncView>
    </Page>
  );
};
