import { Trans, useLingui } from '@lingui/react/macro';
import type {
  PreviewInvitationResponse,
  RedeemInvitationResponse,
} from '@nencho/contracts/identity/v1/identity_service';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { isApiError, send } from '../api/client.js';
import { AsyncView } from '../shared/async-view.js';
import { Button } from '../shared/button.js';
import { CheckField, TextField } from '../shared/field.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useSignIn } from './use-sign-in.js';

const minimumLength = 15;

/** The secret stands in the fragment, so that no server, proxy or log sees it. */
const readFragment = (hash: string): { invitationId: string; token: string } | undefined => {
  const [, invitationId, token] = /^#([0-9a-f-]{36})\.([\w-]+)$/.exec(hash) ?? [];
  return invitationId === undefined || token === undefined ? undefined : { invitationId, token };
};

const usePasswordError = () => {
  const { t } = useLingui();
  const texts: Record<string, string> = {
    too_short: t`${minimumLength}文字以上にしてください。`,
    too_long: t`長すぎます。128文字までにしてください。`,
    password_blocklisted: t`よく使われるパスワードです。ほかのものにしてください。`,
    password_is_username: t`ログインIDと同じものは使えません。`,
  };
  return (error: unknown, password: string, touched: boolean): string | undefined => {
    const rule = isApiError(error, 'validation_failed')
      ? error.violations.find(({ path }) => path === 'password')?.rule
      : undefined;
    if (rule !== undefined) {
      return texts[rule] ?? t`このパスワードは使えません。ほかのものにしてください。`;
    }
    return touched && password.length < minimumLength ? texts['too_short'] : undefined;
  };
};

const PasswordForm = ({
  tenantCode,
  invitation,
  preview,
}: {
  tenantCode: string;
  invitation: { invitationId: string; token: string };
  preview: PreviewInvitationResponse;
}) => {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [touched, setTouched] = useState(false);
  const passwordError = usePasswordError();
  const signIn = useSignIn();
  const navigate = useNavigate();
  const redeem = useMutation({
    mutationFn: async () =>
      send<RedeemInvitationResponse>('POST', '/api/v1/invitations/redeem', { tenantCode, ...invitation, password }),
    onSuccess: () => {
      // The password is set; if the sign-in cannot begin now, its page says so and lets the person try again.
      signIn.mutate(
        { tenantCode, loginId: preview.loginId },
        { onError: () => void navigate(`/t/${tenantCode}?passwordSet=1`) },
      );
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTouched(true);
    if (password.length >= minimumLength) {
      redeem.mutate();
    }
  };
  const fieldError = passwordError(redeem.error, password, touched);
  return (
    <form className="card form" noValidate onSubmit={submit}>
      <dl className="facts">
        <dt>{t`会社`}</dt>
        <dd>{preview.tenantName}</dd>
        <dt>{t`ログインID`}</dt>
        <dd>{preview.loginId}</dd>
      </dl>
      <input type="hidden" autoComplete="username" value={preview.loginId} readOnly />
      <TextField
        label={t`新しいパスワード`}
        hint={t`${minimumLength}文字以上。記号や大文字は自由です。いくつかの言葉をつなげると覚えやすく、破られにくくなります。`}
        error={fieldError}
        type={shown ? 'text' : 'password'}
        name="password"
        autoComplete="new-password"
        maxLength={128}
        value={password}
        onChange={(value) => {
          setPassword(value);
          redeem.reset();
        }}
      />
      <CheckField checked={shown} onChange={setShown}>
        <Trans>パスワードを表示する</Trans>
      </CheckField>
      {redeem.isError && fieldError === undefined && <ErrorNotice error={redeem.error} shown={['password']} />}
      <Button type="submit" busy={redeem.isPending || redeem.isSuccess}>
        <Trans>パスワードを設定する</Trans>
      </Button>
    </form>
  );
};

const Unusable = () => {
  const { t } = useLingui();
  return (
    <Notice tone="warning" title={t`この招待リンクは使えません`}>
      <Trans>
        使用済み、期限切れ、または新しいリンクが送られています。新しいメールを確かめるか、担当者に再送を頼んでください。
      </Trans>
    </Notice>
  );
};

/** The page behind the link of an invitation. Looking at it consumes nothing. */
export const InvitationPage = () => {
  const { t } = useLingui();
  const { tenantCode = '' } = useParams();
  const { hash } = useLocation();
  const invitation = readFragment(hash);
  const preview = useQuery({
    queryKey: ['invitation', invitation?.invitationId],
    queryFn: async () =>
      send<PreviewInvitationResponse>('POST', '/api/v1/invitations/preview', { tenantCode, ...invitation }),
    enabled: invitation !== undefined,
    retry: (count, error) => isApiError(error, 'unavailable') && count < 30,
    staleTime: Infinity,
  });
  const unusable = invitation === undefined || isApiError(preview.error, 'not_found');
  return (
    <Page title={t`パスワードの設定`} lead={t`年末調整の申告をはじめる前に、パスワードを決めてください。`}>
      {unusable ? (
        <Unusable />
      ) : (
        <AsyncView query={preview}>
          {(data) => <PasswordForm tenantCode={tenantCode} invitation={invitation} preview={data} />}
        </AsyncView>
      )}
    </Page>
  );
};
