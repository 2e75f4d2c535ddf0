import { Trans, useLingui } from '@lingui/react/macro';
import { OperatorActs } from '../contract/operator-acts.js';
import { Page } from '../shared/page.js';

/** 運用者の操作: what operators did to any tenant. Each tenant's administrators see their part of it. */
export const ActionsPage = () => {
  const { t } = useLingui();
  return (
    <Page
      title={t`運用者の操作`}
      lead={t`契約者にかかわる操作は、すべてここに残り、その契約者の管理者にも表示されます。`}
    >
      <OperatorActs path="/api/v1/ops/actions" empty={<Trans>操作はありません。</Trans>} withTenant />
    </Page>
  );
};
