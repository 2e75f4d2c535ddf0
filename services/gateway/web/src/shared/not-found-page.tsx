import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Page } from './page.js';

export const NotFoundPage = () => {
  const { t } = useLingui();
  return (
    <Page title={t`ページが見つかりません`}>
      <p>
        <Link to="/">
          <Trans>はじめの画面へ</Trans>
        </Link>
      </p>
    </Page>
  );
};
