import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { AsyncView } from '../shared/async-view.js';
import { Button } from '../shared/button.js';
import { TextField } from '../shared/field.js';
import { ErrorNotice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useServerErrors } from '../shared/rule-text.js';
import { useAction } from '../shared/use-action.js';
import { noReason, type Reason, ReasonFields } from './reason-fields.js';
import { tenantQuery, type TenantView } from './tenants.js';

type Command = Reason & { readonly endDate: string };

const EndForm = ({ tenant }: { tenant: TenantView }) => {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [endDate, setEndDate] = useState(tenant.contractEnd);
  const [why, setWhy] = useState(noReason);
  const [asked, setAsked] = useState(false);
  const record = useAction<unknown, Command>(
    'POST',
    () => `/api/v1/ops/tenants/${tenant.id}/contract-end`,
    ['tenants', 'erasures'],
    () => void navigate('/ops/tenants'),
  );
  const serverErrors = useServerErrors(record.error);
  const values: Command = { endDate, ...why };
  const errorOf = (name: keyof Command): string | undefined =>
    asked && values[name].trim() === '' ? t`入力してください。` : serverErrors(name);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.values(values).every((value) => value.trim() !== '')) {
      record.mutate(values);
    }
  };
  return (
    <form className="card form" noValidate onSubmit={submit}>
      <dl className="facts">
        <dt>{t`会社コード`}</dt>
        <dd>{tenant.code}</dd>
        <dt>{t`名称`}</dt>
        <dd>{tenant.displayName}</dd>
      </dl>
      <TextField
        label={t`契約が終わる日`}
        hint={t`この日のはじめから、サインインできるのは管理者だけになります。この日が0営業日目です。`}
        type="date"
        required
        error={errorOf('endDate')}
        value={endDate}
        onChange={setEndDate}
      />
      <ReasonFields value={why} onChange={setWhy} errorOf={errorOf} />
      {record.isError && <ErrorNotice error={record.error} shown={['endDate', 'reason', 'ticket']} />}
      <Button type="submit" busy={record.isPending}>
        <Trans>終了日を記録する</Trans>
      </Button>
    </form>
  );
};

/** 契約終了日の記録: on the customer's written notice. */
export const TenantEndPage = () => {
  const { t } = useLingui();
  const { tenantId = '' } = useParams();
  const tenant = useQuery(tenantQuery(tenantId));
  return (
    <Page
      title={t`契約終了日の記録`}
      lead={t`契約者から書面で届いた終了の日を記録します。管理者の画面に、この操作が表示されます。`}
    >
      <AsyncView query={tenant}>{(found) => <EndForm tenant={found} />}</AsyncView>
    </Page>
  );
};
