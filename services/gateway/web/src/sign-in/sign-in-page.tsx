import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { sessionQuery } from '../api/queries.js';
import { Button } from '../shared/button.js';
import { TextField } from '../shared/field.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useServerErrors } from '../shared/rule-text.js';
import { useSignIn } from './use-sign-in.js';

/** Asks for the login id and hands over to the sign-in service, which asks for the password. */
export const SignInPage = () => {
  const { t } = useLingui();
  const { tenantCode: codeOfPath = '' } = useParams();
  const [search] = useSearchParams();
  const [tenantCode, setTenantCode] = useState(codeOfPath);
  const [loginId, setLoginId] = useState('');
  const session = useQuery(sessionQuery);
  const starting = session.data?.keycloakReady === false;
  const [asked, setAsked] = useState(false);
  const missing = (value: string): string | undefined =>
    asked && value.trim() === '' ? t`入力してください。` : undefined;
  const signIn = useSignIn();
  const serverError = useServerErrors(signIn.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (tenantCode.trim() === '' || loginId.trim() === '') {
      return;
    }
    const returnTo = search.get('returnTo');
    signIn.mutate({
      tenantCode: tenantCode.trim().toLowerCase(),
      loginId: loginId.trim().toLowerCase(),
      ...(returnTo === null ? {} : { returnTo }),
    });
  };
  return (
    <Page title={t`サインイン`}>
      {search.has('passwordSet') && (
        <Notice tone="success" title={t`パスワードを設定しました。サインインしてください。`} />
      )}
      {search.has('signedOut') && <Notice tone="success" title={t`サインアウトしました。`} />}
      {starting && (
        <Notice tone="info" title={t`サインインの準備をしています`}>
          <Trans>起動中です。準備ができると、このまま進めます。</Trans>
        </Notice>
      )}
      {session.isError && <ErrorNotice error={session.error} />}
      <form className="card form" noValidate onSubmit={submit}>
        {codeOfPath === '' && (
          <TextField
            label={t`会社コード`}
            hint={t`案内のメールまたは書面にあります`}
            error={missing(tenantCode) ?? serverError('tenantCode')}
            name="tenantCode"
            autoComplete="organization"
            required
            value={tenantCode}
            onChange={setTenantCode}
          />
        )}
        <TextField
          label={t`ログインID`}
          error={missing(loginId) ?? serverError('loginId')}
          name="loginId"
          autoComplete="username"
          maxLength={100}
          required
          value={loginId}
          onChange={setLoginId}
        />
        {signIn.isError && <ErrorNotice error={signIn.error} shown={['tenantCode', 'loginId']} />}
        <Button type="submit" disabled={starting} busy={signIn.isPending || signIn.isSuccess}>
          <Trans>次へ</Trans>
        </Button>
      </form>
    </Page>
  );
};
