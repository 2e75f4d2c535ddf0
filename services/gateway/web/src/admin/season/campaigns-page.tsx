import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { meQuery } from '../../api/queries.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { SelectField, TextField } from '../../shared/field.js';
import { useDateTexts } from '../../shared/date-text.js';
import { ErrorNotice } from '../../shared/notice.js';
import { useServerErrors } from '../../shared/rule-text.js';
import { Page } from '../../shared/page.js';
import { companiesQuery } from '../places.js';
import { useAction } from '../../shared/use-action.js';
import { campaignsQuery, type CampaignView } from './campaigns.js';

/** The only tax year that this version can compute. */
const supportedYear = 2026;

export const useCampaignStatusTexts = (): Record<CampaignView['status'], string> => {
  const { t } = useLingui();
  return {
    CAMPAIGN_STATUS_UNSPECIFIED: t`不明`,
    CAMPAIGN_STATUS_DRAFT: t`準備中`,
    CAMPAIGN_STATUS_OPEN: t`受付中`,
    CAMPAIGN_STATUS_FINALISED: t`確定ずみ`,
    UNRECOGNIZED: t`不明`,
  };
};

type NewCampaign = {
  readonly companyId: string;
  readonly taxYear: number;
  readonly title: string;
  readonly deadline: string;
  readonly lastPaymentDate: string;
};

const CampaignForm = () => {
  const { t } = useLingui();
  const companies = useQuery(companiesQuery);
  const [campaign, setCampaign] = useState<NewCampaign>({
    companyId: '',
    taxYear: supportedYear,
    title: t`令和8年分 年末調整`,
    deadline: '',
    lastPaymentDate: '',
  });
  const navigate = useNavigate();
  const create = useAction<{ readonly campaign: CampaignView }, NewCampaign>(
    'POST',
    () => '/api/v1/campaigns',
    ['campaigns'],
    (created) => void navigate(`/admin/campaigns/${created.campaign.id}`),
  );
  const errorOf = useServerErrors(create.error);
  const put = (part: Partial<NewCampaign>) => setCampaign({ ...campaign, ...part });
  return (
    <form
      className="card form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(campaign);
      }}
    >
      <h2>{t`年末調整をはじめる`}</h2>
      <SelectField
        label={t`会社`}
        error={errorOf('companyId')}
        value={campaign.companyId}
        onChange={(companyId) => put({ companyId })}
        options={[
          { value: '', text: t`選んでください` },
          ...(companies.data?.items ?? []).map(({ id, name }) => ({ value: id, text: name })),
        ]}
      />
      <TextField
        label={t`名前`}
        error={errorOf('title')}
        required
        maxLength={100}
        value={campaign.title}
        onChange={(title) => put({ title })}
      />
      <TextField
        label={t`提出の期限`}
        type="date"
        required
        error={errorOf('deadline')}
        value={campaign.deadline}
        onChange={(deadline) => put({ deadline })}
      />
      <TextField
        label={t`本年最後の給与の支払日`}
        hint={t`12月1日以後の日です。計算の規則がこの日で決まります。`}
        type="date"
        required
        error={errorOf('lastPaymentDate')}
        value={campaign.lastPaymentDate}
        onChange={(lastPaymentDate) => put({ lastPaymentDate })}
      />
      {create.isError && (
        <ErrorNotice error={create.error} shown={['companyId', 'title', 'deadline', 'lastPaymentDate']} />
      )}
      <Button type="submit" busy={create.isPending} disabled={campaign.companyId === ''}>
        <Trans>作成する</Trans>
      </Button>
    </form>
  );
};

/** 年末調整の一覧: one per company and year. */
export const CampaignsPage = () => {
  const { t } = useLingui();
  const campaigns = useQuery(campaignsQuery);
  const companies = useQuery(companiesQuery);
  const { data: me } = useQuery(meQuery);
  const statusTexts = useCampaignStatusTexts();
  const dates = useDateTexts();
  return (
    <Page title={t`年末調整`}>
      <AsyncView query={campaigns}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="empty">{t`年末調整はまだありません。`}</p>
          ) : (
            <ul className="plain-list">
              {items.map((campaign) => (
                <li className="card" key={campaign.id}>
                  <h2>
                    <Link to={`/admin/campaigns/${campaign.id}`}>{campaign.title}</Link>
                  </h2>
                  <dl className="facts">
                    <dt>{t`会社`}</dt>
                    <dd>{companies.data?.items.find(({ id }) => id === campaign.companyId)?.name}</dd>
                    <dt>{t`状態`}</dt>
                    <dd>{statusTexts[campaign.status]}</dd>
                    <dt>{t`提出の期限`}</dt>
                    <dd>{dates.deadline(campaign.deadline)}</dd>
                  </dl>
                </li>
              ))}
            </ul>
          )
        }
      </AsyncView>
      {me?.permissions.includes('campaign.manage') === true && <CampaignForm />}
    </Page>
  );
};
