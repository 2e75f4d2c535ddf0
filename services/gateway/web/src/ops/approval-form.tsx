import { Trans, useLingui } from '@lingui/react/macro';
import { type SubmitEvent, useState } from 'react';
import { useLocation } from 'react-router';
import { isApiError } from '../api/client.js';
import { Button } from '../shared/button.js';
import { TextField } from '../shared/field.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { useServerErrors } from '../shared/rule-text.js';
import { useAction } from '../shared/use-action.js';
import { noReason, type Reason, ReasonFields } from './reason-fields.js';

type Command = Reason & { readonly tenantCode: string; readonly displayName: string; readonly dryRunHash: string };

const shown = ['tenantCode', 'displayName', 'reason', 'ticket'];

/** What went wrong; where the sign-in is older than ten minutes, the way to another one and back. */
const ApprovalError = ({ error }: { error: unknown }) => {
  const { t } = useLingui();
  const { pathname } = useLocation();
  if (!isApiError(error, 'illegal_state') || error.reason !== 'sign_in_not_recent') {
    return <ErrorNotice error={error} shown={shown} />;
  }
  return (
    <Notice tone="warning" title={t`この操作の前に、もう一度パスワードを確かめます`}>
      <a className="button button-secondary" href={`/login/ops?again=true&returnTo=${encodeURIComponent(pathname)}`}>
        <Trans>パスワードを確かめて、この画面に戻る</Trans>
      </a>
    </Notice>
  );
};

/**
 * Approves the erasure of one tenant. Code and name are typed from the customer's papers: neither stands here to be
 * copied. The approval is bound to the counts above.
 */
export const ApprovalForm = ({ tenantId, dryRunHash }: { tenantId: string; dryRunHash: string }) => {
  const { t } = useLingui();
  const [tenantCode, setTenantCode] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [why, setWhy] = useState(noReason);
  const [asked, setAsked] = useState(false);
  const approve = useAction<unknown, Command>('POST', () => `/api/v1/ops/erasures/${tenantId}/approve`, [
    'erasure',
    'erasures',
    'operator-acts',
  ]);
  const serverErrors = useServerErrors(approve.error);
  const values = { tenantCode, displayName, ...why };
  const errorOf = (name: keyof typeof values): string | undefined =>
    asked && values[name].trim() === '' ? t`入力してください。` : serverErrors(name);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.values(values).every((value) => value.trim() !== '')) {
      approve.mutate({ ...values, dryRunHash });
    }
  };
  if (approve.isSuccess) {
    return <Notice tone="success" title={t`承認しました。もう1人の運用者の承認で消去が始まります。`} />;
  }
  return (
    <form className="form" noValidate onSubmit={submit} aria-label={t`消去の承認`}>
      <Notice tone="warning" title={t`承認が2人そろうと、この契約のデータは元に戻せません`}>
        <Trans>契約書を見て、会社コードと名称を入力してください。画面から写さないでください。</Trans>
      </Notice>
      <TextField
        label={t`会社コード`}
        required
        autoComplete="off"
        error={errorOf('tenantCode')}
        value={tenantCode}
        onChange={setTenantCode}
      />
      <TextField
        label={t`契約者の名称`}
        required
        autoComplete="off"
        error={errorOf('displayName')}
        value={displayName}
        onChange={setDisplayName}
      />
      <ReasonFields value={why} onChange={setWhy} errorOf={errorOf} />
      {approve.isError && <ApprovalError error={approve.error} />}
      <Button kind="danger" type="submit" busy={approve.isPending}>
        <Trans>この契約の消去を承認する</Trans>
      </Button>
    </form>
  );
};
