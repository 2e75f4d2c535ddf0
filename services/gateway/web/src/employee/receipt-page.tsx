import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { useDateTexts } from '../shared/date-text.js';
import { Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useCurrentDraft } from './draft-context.js';

/** 受付の控え: number, time and hash of what was submitted. */
export const ReceiptPage = () => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const { receipt, summary } = useCurrentDraft().declaration;
  return (
    <Page title={t`提出の控え`}>
      {receipt === undefined ? (
        <Notice tone="info" title={t`まだ提出していません`} />
      ) : (
        <>
          <Notice tone="success" title={t`提出しました`}>
            <Trans>会社の担当者が確かめます。直すところがあればメールが届きます。</Trans>
          </Notice>
          <dl className="facts card">
            <dt>{t`受付番号`}</dt>
            <dd>{receipt.number}</dd>
            <dt>{t`受付の時刻`}</dt>
            <dd>{dates.instant(receipt.submittedAt)}</dd>
            <dt>{t`内容の確認番号（SHA-256）`}</dt>
            <dd className="hash">{receipt.contentHash}</dd>
          </dl>
        </>
      )}
      <div className="actions">
        <Link className="button button-secondary" to={`/my/${summary.id}/check`}>
          <Trans>提出した内容を見る</Trans>
        </Link>
        <Link className="button button-text" to="/my">
          <Trans>わたしの年末調整へ</Trans>
        </Link>
      </div>
    </Page>
  );
};
