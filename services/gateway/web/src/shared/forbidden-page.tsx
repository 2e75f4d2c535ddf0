import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Notice } from './notice.js';
import { Page } from './page.js';

/** What somebody sees who may not use a page: that it is not a fault, and whom to ask. */
export const ForbiddenPage = () => {
  const { t } = useLingui();
  return (
    <Page title={t`このページは使えません`}>
      <Notice
        tone="info"
        title={t`あなたの役割では、このページを使えません。必要なときは、会社の管理者に頼んでください。`}
      >
        <Link to="/">
          <Trans>はじめの画面へ</Trans>
        </Link>
      </Notice>
    </Page>
  );
};
