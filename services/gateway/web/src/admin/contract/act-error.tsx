import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { isApiError } from '../../api/client.js';
import { meQuery } from '../../api/queries.js';
import { Button } from '../../shared/button.js';
import { ErrorNotice, Notice } from '../../shared/notice.js';
import { useSignIn } from '../../sign-in/use-sign-in.js';

/** What went wrong; an act that wants a sign-in of the last minutes offers it, and comes back here. */
export const ActError = ({ error, shown }: { error: unknown; shown?: readonly string[] }) => {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const { data: me } = useQuery(meQuery);
  const signIn = useSignIn();
  if (!isApiError(error, 'illegal_state') || error.reason !== 'sign_in_not_recent' || me === undefined) {
    return <ErrorNotice error={error} {...(shown === undefined ? {} : { shown })} />;
  }
  const { tenantCode, loginId } = me;
  return (
    <Notice tone="warning" title={t`この操作の前に、もう一度パスワードを確かめます`}>
      {signIn.isError && <ErrorNotice error={signIn.error} />}
      <Button
        kind="secondary"
        busy={signIn.isPending || signIn.isSuccess}
        onPress={() => signIn.mutate({ tenantCode, loginId, returnTo: pathname, again: true })}
      >
        <Trans>パスワードを確かめて、この画面に戻る</Trans>
      </Button>
    </Notice>
  );
};
