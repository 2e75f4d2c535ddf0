import { Trans, useLingui } from '@lingui/react/macro';
import type { ListMyDeclarationsResponse, MyDeclaration } from '@nencho/contracts/declaration/v1/declaration_service';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../api/client.js';
import type { Plain } from '../api/types.js';
import { AsyncView } from '../shared/async-view.js';
import { useDateTexts } from '../shared/date-text.js';
import { Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { DeclarationStatusMark } from '../shared/declaration-status.js';

const NextStep = ({ item }: { item: Plain<MyDeclaration> }) => {
  const id = item.summary?.id ?? '';
  switch (item.summary?.status) {
    case 'DECLARATION_STATUS_OPEN':
      return (
        <Link className="button button-primary" to={`/my/${id}/person`}>
          <Trans>申告をはじめる</Trans>
        </Link>
      );
    case 'DECLARATION_STATUS_DRAFT':
      return (
        <Link className="button button-primary" to={`/my/${id}/person`}>
          <Trans>申告を続ける</Trans>
        </Link>
      );
    case 'DECLARATION_STATUS_SENT_BACK':
      return (
        <Link className="button button-primary" to={`/my/${id}/check`}>
          <Trans>指摘を見て直す</Trans>
        </Link>
      );
    case 'DECLARATION_STATUS_FINALISED':
      return (
        <Link className="button button-primary" to={`/my/${id}/result`}>
          <Trans>結果と源泉徴収票を見る</Trans>
        </Link>
      );
    default:
      return (
        <Link className="button button-secondary" to={`/my/${id}/check`}>
          <Trans>提出した内容を見る</Trans>
        </Link>
      );
  }
};

/** 従業員のはじめの画面: what is to do, and until when. */
export const MyPage = () => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const mine = useQuery({
    queryKey: ['my-declarations'],
    queryFn: async () => get<Plain<ListMyDeclarationsResponse>>('/api/v1/my/declarations'),
  });
  return (
    <Page title={t`わたしの年末調整`}>
      <AsyncView query={mine}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice tone="info" title={t`いま申告するものはありません`}>
              <Trans>会社が受付を始めると、ここに表示され、メールが届きます。</Trans>
            </Notice>
          ) : (
            items.map((item) => (
              <section className="card" key={item.summary?.id}>
                <h2>{item.title}</h2>
                <dl className="facts">
                  <dt>{t`状態`}</dt>
                  <dd>
                    <DeclarationStatusMark status={item.summary?.status} />
                  </dd>
                  <dt>{t`提出の期限`}</dt>
                  <dd>{dates.deadline(item.deadline)}</dd>
                </dl>
                <div className="actions">
                  <NextStep item={item} />
                </div>
              </section>
            ))
          )
        }
      </AsyncView>
    </Page>
  );
};
