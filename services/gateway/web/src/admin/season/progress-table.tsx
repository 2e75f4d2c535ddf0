import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { AsyncView } from '../../shared/async-view.js';
import { useDeclarationStatusText } from '../../shared/declaration-status.js';
import { declarationStatuses } from '../../shared/statuses.js';
import { departmentsQuery } from '../places.js';
import { progressQuery, type CampaignView, type ProgressView } from './campaigns.js';

type Counts = ProgressView['counts'];

const countOf = (counts: Counts, status: string): number => counts.find((entry) => entry.status === status)?.count ?? 0;

/** How many have handed in, of all: the one figure that HR looks at every morning. */
const Summary = ({ progress }: { progress: ProgressView }) => {
  const { t } = useLingui();
  const { counts, total, withPay, calculated } = progress;
  const waiting = ['OPEN', 'DRAFT', 'SENT_BACK'].map((status) => countOf(counts, `DECLARATION_STATUS_${status}`));
  const handedIn = total - waiting.reduce((sum, count) => sum + count, 0);
  return (
    <>
      <p className="progress-line">
        <Trans>
          提出 <strong>{handedIn}</strong> / {total} 人
        </Trans>
      </p>
      <progress className="progress-wide" value={handedIn} max={Math.max(1, total)} aria-label={t`提出の進み具合`} />
      <p className="field-hint">
        <Trans>
          給与あり {withPay} 人・計算ずみ {calculated} 人
        </Trans>
      </p>
    </>
  );
};

const Table = ({ campaign, progress }: { campaign: CampaignView; progress: ProgressView }) => {
  const { t } = useLingui();
  const departments = useQuery(departmentsQuery(campaign.companyId));
  const statusText = useDeclarationStatusText();
  const listOf = (status: string) => `/admin/campaigns/${campaign.id}/review?status=${status}`;
  const rows = progress.departments.map(({ departmentId, counts }) => ({
    key: departmentId,
    name: departments.data?.items.find(({ id }) => id === departmentId)?.name ?? t`（部署なし）`,
    counts,
  }));
  const total = { key: 'total', name: t`合計`, counts: progress.counts };
  return (
    <table className="table table-blocks" role="table">
      <caption className="visually-hidden">{t`部署ごとの進み具合`}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{t`部署`}</th>
          {declarationStatuses.map((status) => (
            <th role="columnheader" scope="col" className="number" key={status}>
              {statusText(status)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {[total, ...(rows.length > 1 ? rows : [])].map(({ key, name, counts }) => (
          <tr role="row" key={key}>
            <th role="rowheader" scope="row">
              {name}
            </th>
            {declarationStatuses.map((status) => {
              const count = countOf(counts, status);
              return (
                <td role="cell" className="number" key={status} data-title={statusText(status)}>
                  {key === 'total' && count > 0 ? <Link to={listOf(status)}>{count}</Link> : count}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** 進み具合 of the season: at a glance, by department and state, and who could not be calculated. */
export const SeasonProgress = ({ campaign }: { campaign: CampaignView }) => {
  const query = useQuery(progressQuery(campaign.id));
  return (
    <AsyncView query={query}>
      {(progress) => (
        <section className="card">
          <Summary progress={progress} />
          <Table campaign={campaign} progress={progress} />
          {progress.withProblem > 0 && (
            <p>
              <Link to={`/admin/campaigns/${campaign.id}/review?problem=true`}>
                <Trans>計算できなかった {progress.withProblem} 人を見る</Trans>
              </Link>
            </p>
          )}
        </section>
      )}
    </AsyncView>
  );
};
