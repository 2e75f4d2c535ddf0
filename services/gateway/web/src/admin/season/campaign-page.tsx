import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Link, useParams } from 'react-router';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { useDeclarationStatusText } from '../../shared/declaration-status.js';
import { TextField } from '../../shared/field.js';
import { JobProgress } from '../../shared/job-progress.js';
import { ErrorNotice, Notice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { departmentsQuery } from '../places.js';
import { useAction } from '../use-action.js';
import { campaignQuery, progressQuery, type CampaignView } from './campaigns.js';

const statuses = [
  'DECLARATION_STATUS_OPEN',
  'DECLARATION_STATUS_DRAFT',
  'DECLARATION_STATUS_SUBMITTED',
  'DECLARATION_STATUS_SENT_BACK',
  'DECLARATION_STATUS_APPROVED',
  'DECLARATION_STATUS_FINALISED',
] as const;

const Progress = ({ campaign }: { campaign: CampaignView }) => {
  const { t } = useLingui();
  const progress = useQuery(progressQuery(campaign.id));
  const departments = useQuery(departmentsQuery(campaign.companyId));
  const statusText = useDeclarationStatusText();
  const nameOf = (id: string) =>
    departments.data?.items.find((department) => department.id === id)?.name ?? t`（部署なし）`;
  type Counts = readonly { readonly status: string; readonly count: number }[];
  const countOf = (counts: Counts, status: string) => counts.find((entry) => entry.status === status)?.count ?? 0;
  return (
    <AsyncView query={progress}>
      {(data) => (
        <div className="table-scroll" role="region" aria-label={t`進み具合`} tabIndex={0}>
          <table className="table">
            <caption className="visually-hidden">{t`部署ごとの進み具合`}</caption>
            <thead>
              <tr>
                <th scope="col">{t`部署`}</th>
                {statuses.map((status) => (
                  <th scope="col" className="number" key={status}>
                    {statusText(status)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.departments.map((department) => (
                <tr key={department.departmentId}>
                  <th scope="row">{nameOf(department.departmentId)}</th>
                  {statuses.map((status) => (
                    <td className="number" key={status}>
                      {countOf(department.counts, status)}
                    </td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">{t`合計（${data.total}人）`}</th>
                {statuses.map((status) => (
                  <td className="number" key={status}>
                    <Link to={`/admin/campaigns/${campaign.id}/review?status=${status}`}>
                      {countOf(data.counts, status)}
                    </Link>
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
          <p>
            <Trans>
              給与あり {data.withPay} 人・計算ずみ {data.calculated} 人・計算できなかった {data.withProblem} 人
            </Trans>
          </p>
        </div>
      )}
    </AsyncView>
  );
};

type Job = { readonly jobId: string };

/** Opens, calculates: acts that can be run again without harm. */
const RunPart = ({ campaign, act }: { campaign: CampaignView; act: 'open' | 'calculate' }) => {
  const { t } = useLingui();
  const queries = useQueryClient();
  const run = useAction<Job>('POST', () => `/api/v1/campaigns/${campaign.id}/${act}`, []);
  const onFinished = useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['progress'] });
    void queries.invalidateQueries({ queryKey: ['campaigns'] });
  }, [queries]);
  return (
    <section className="card">
      <h2>{act === 'open' ? t`1. 受付を始める` : t`4. 計算する`}</h2>
      <p>
        {act === 'open' ? (
          <Trans>
            在籍している全員の申告を用意し、案内のメールを送ります。あとから入った人のために、もう一度押せます。
          </Trans>
        ) : (
          <Trans>承認ずみで給与のある全員を計算します。何度でもやり直せます。</Trans>
        )}
      </p>
      <Button busy={run.isPending} onPress={() => run.mutate()}>
        {act === 'open' ? <Trans>受付を始める</Trans> : <Trans>計算する</Trans>}
      </Button>
      {run.isError && <ErrorNotice error={run.error} />}
      {run.data !== undefined && <JobProgress jobId={run.data.jobId} onFinished={onFinished} />}
    </section>
  );
};

type Finalise = { readonly allowPartial: boolean; readonly expectedCount: number };

/** Locks results. It says how many, and the number must be typed. */
const FinalisePart = ({ campaign }: { campaign: CampaignView }) => {
  const { t } = useLingui();
  const queries = useQueryClient();
  const progress = useQuery(progressQuery(campaign.id));
  const [typed, setTyped] = useState('');
  const run = useAction<Job, Finalise>('POST', () => `/api/v1/campaigns/${campaign.id}/finalise`, []);
  const onFinished = useCallback(() => void queries.invalidateQueries(), [queries]);
  const count = progress.data?.calculated ?? 0;
  const rest = (progress.data?.total ?? 0) - count;
  return (
    <section className="card">
      <h2>{t`5. 確定する`}</h2>
      <p>
        <Trans>
          計算ずみの {count} 人の結果を確定し、変更できなくします。本人に結果のメールが届きます。ほかの {rest}{' '}
          人はそのままです。
        </Trans>
      </p>
      {count > 0 && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            run.mutate({ allowPartial: rest > 0, expectedCount: count });
          }}
        >
          <TextField
            label={t`確かめるため、人数（${count}）を入力してください`}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={setTyped}
          />
          <Button
            kind="danger"
            type="submit"
            busy={run.isPending}
            disabled={typed.normalize('NFKC').trim() !== String(count)}
          >
            <Trans>{count} 人を確定する</Trans>
          </Button>
        </form>
      )}
      {run.isError && <ErrorNotice error={run.error} />}
      {run.data !== undefined && <JobProgress jobId={run.data.jobId} onFinished={onFinished} />}
    </section>
  );
};

/** One year-end adjustment: how far it is, and its acts in their order. */
export const CampaignPage = () => {
  const { t } = useLingui();
  const { campaignId = '' } = useParams();
  const query = useQuery(campaignQuery(campaignId));
  return (
    <AsyncView query={query}>
      {({ campaign }) =>
        campaign === undefined ? null : (
          <Page
            title={campaign.title}
            lead={t`提出の期限 ${campaign.deadline}・最後の給与の支払日 ${campaign.lastPaymentDate}`}
          >
            <Progress campaign={campaign} />
            {campaign.status === 'CAMPAIGN_STATUS_FINALISED' && <Notice tone="success" title={t`確定しました`} />}
            <RunPart campaign={campaign} act="open" />
            <section className="card">
              <h2>{t`2. 提出された申告を確かめる`}</h2>
              <Link className="button button-secondary" to={`review?status=DECLARATION_STATUS_SUBMITTED`}>
                <Trans>確認の一覧へ</Trans>
              </Link>
            </section>
            <section className="card">
              <h2>{t`3. 給与の合計を取り込む`}</h2>
              <Link className="button button-secondary" to="pay">
                <Trans>給与CSVへ</Trans>
              </Link>
            </section>
            <RunPart campaign={campaign} act="calculate" />
            <FinalisePart campaign={campaign} />
            <section className="card">
              <h2>{t`6. 結果を出力する`}</h2>
              <a className="button button-secondary" href={`/api/v1/campaigns/${campaign.id}/results.csv`}>
                <Trans>結果CSVをダウンロード</Trans>
              </a>
            </section>
          </Page>
        )
      }
    </AsyncView>
  );
};
