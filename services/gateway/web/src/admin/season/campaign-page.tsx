import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { meQuery } from '../../api/queries.js';
import { AsyncView } from '../../shared/async-view.js';
import { useDateTexts } from '../../shared/date-text.js';
import { Notice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { CalculateAct, FinaliseAct, OpenAct } from './campaign-acts.js';
import { campaignQuery, type CampaignView } from './campaigns.js';
import { SeasonProgress } from './progress-table.js';

const Stage = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card">
    <h2>{title}</h2>
    {children}
  </section>
);

/** The acts of the season in their order; those that the person may not do are not shown. */
const Stages = ({ campaign }: { campaign: CampaignView }) => {
  const { t } = useLingui();
  const { data: me } = useQuery(meQuery);
  const may = (permission: string): boolean => me?.permissions.includes(permission) === true;
  const isOpen = campaign.status !== 'CAMPAIGN_STATUS_DRAFT';
  const isFinalised = campaign.status === 'CAMPAIGN_STATUS_FINALISED';
  return (
    <>
      {may('campaign.manage') && !isFinalised && (
        <Stage title={t`1. 受付を始める`}>
          <OpenAct campaign={campaign} />
        </Stage>
      )}
      {isOpen && may('declaration.read') && (
        <Stage title={t`2. 提出された申告を確かめる`}>
          <Link className="button button-primary" to="review?status=DECLARATION_STATUS_SUBMITTED">
            <Trans>確認の一覧へ</Trans>
          </Link>
        </Stage>
      )}
      {isOpen && may('pay.import') && !isFinalised && (
        <Stage title={t`3. 給与の合計を取り込む`}>
          <Link className="button button-secondary" to="pay">
            <Trans>給与CSVへ</Trans>
          </Link>
        </Stage>
      )}
      {isOpen && may('result.calculate') && !isFinalised && (
        <Stage title={t`4. 計算する`}>
          <CalculateAct campaign={campaign} />
        </Stage>
      )}
      {isOpen && may('result.finalise') && !isFinalised && (
        <Stage title={t`5. 確定する`}>
          <FinaliseAct campaign={campaign} />
        </Stage>
      )}
      {isOpen && may('result.export') && (
        <Stage title={t`6. 結果を出力する`}>
          <a className="button button-secondary" href={`/api/v1/campaigns/${campaign.id}/results.csv`}>
            <Trans>結果CSVをダウンロード</Trans>
          </a>
        </Stage>
      )}
    </>
  );
};

/** One year-end adjustment: how far it is, and its acts in their order. */
export const CampaignPage = () => {
  const { t } = useLingui();
  const { campaignId = '' } = useParams();
  const query = useQuery(campaignQuery(campaignId));
  const dates = useDateTexts();
  return (
    <AsyncView query={query} title={t`年末調整`}>
      {({ campaign }) => {
        if (campaign === undefined) {
          return null;
        }
        const deadline = dates.deadline(campaign.deadline);
        const lastPayment = dates.date(campaign.lastPaymentDate);
        return (
          <Page title={campaign.title} lead={t`提出の期限 ${deadline}・最後の給与の支払日 ${lastPayment}`}>
            {campaign.status === 'CAMPAIGN_STATUS_FINALISED' && <Notice tone="success" title={t`確定しました`} />}
            {campaign.status !== 'CAMPAIGN_STATUS_DRAFT' && <SeasonProgress campaign={campaign} />}
            <Stages campaign={campaign} />
          </Page>
        );
      }}
    </AsyncView>
  );
};
