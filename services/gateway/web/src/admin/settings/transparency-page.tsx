import { Trans, useLingui } from '@lingui/react/macro';
import { OperatorActs } from '../../contract/operator-acts.js';
import { Page } from '../../shared/page.js';

/** 運用者の操作: every act of an operator that touched this tenant. None is the normal state. */
export const TransparencyPage = () => {
  const { t } = useLingui();
  return (
    <Page
      title={t`運用者の操作`}
      lead={t`サービスの運用者がこの契約に対して行った操作を、すべて表示します。運用者の画面や道具に、従業員のデータを読むものはありません。`}
    >
      <OperatorActs
        path="/api/v1/transparency"
        empty={<Trans>0件です。これが普通の状態です。運用者が何かをしたときだけ、ここに並びます。</Trans>}
      />
    </Page>
  );
};
