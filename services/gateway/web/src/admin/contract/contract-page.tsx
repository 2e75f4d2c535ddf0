import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEndStateTexts, useExportTexts } from '../../contract/contract-texts.js';
import { Countdown, Deadlines } from '../../contract/deadlines.js';
import { AsyncView } from '../../shared/async-view.js';
import { useDateTexts } from '../../shared/date-text.js';
import { Notice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { ContactForm } from './contact-form.js';
import { contractEndQuery, type ContractEndView, isUnderWay } from './contract-end.js';
import { Cancel, ExportAnswer, Withdraw } from './grace-acts.js';
import { NoticeForm } from './notice-form.js';

const Steps = () => (
  <ol>
    <li>
      <Trans>終わりの日から: サインインできるのは管理者だけです。書き出しと、終了の取り消しができます。</Trans>
    </li>
    <li>
      <Trans>20営業日の猶予期間のあと: 運用者2人の承認で、すべてのサービスのデータと、会社の鍵を消します。</Trans>
    </li>
    <li>
      <Trans>46営業日まで: バックアップも期限が切れ、消去の証明書ができます。約束の期限は60営業日です。</Trans>
    </li>
  </ol>
);

const Facts = ({ end }: { end: ContractEndView }) => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const exports = useExportTexts();
  const times = [
    [t`消去を始めた時刻`, end.erasingSince],
    [t`鍵がなくなった時刻`, end.keyDestroyedAt],
    [t`証明した時刻`, end.certifiedAt],
  ] as const;
  return (
    <>
      <Countdown businessDay={end.businessDay} limit={end.limit} />
      <Deadlines
        endDate={end.endDate}
        graceEnds={end.graceEnds}
        certificateDue={end.certificateDue}
        limit={end.limit}
      />
      <dl className="facts">
        <dt>{t`書き出し`}</dt>
        <dd>{exports[end.exportState] ?? end.exportState}</dd>
        {times
          .filter(([, at]) => at !== '')
          .map(([label, at]) => [<dt key={label}>{label}</dt>, <dd key={`${label} at`}>{dates.instant(at)}</dd>])}
      </dl>
    </>
  );
};

const UnderWay = ({ end }: { end: ContractEndView }) => {
  const { t } = useLingui();
  const states = useEndStateTexts();
  const { state } = end;
  return (
    <>
      <section className="card">
        <h2>{states[state] ?? state}</h2>
        <Facts end={end} />
        <Steps />
      </section>
      {state === 'notice' && (
        <>
          <section className="card">
            <h2>{t`終わりの日を変える`}</h2>
            <NoticeForm endDate={end.endDate} />
          </section>
          <section className="card">
            <h2>{t`終わりを取りやめる`}</h2>
            <p>
              <Trans>終わりの日の前なら、1人の管理者が予告を取り下げられます。</Trans>
            </p>
            <Withdraw />
          </section>
        </>
      )}
      {state === 'grace' && end.exportState === 'open' && (
        <section className="card">
          <h2>{t`書き出しを受け取りましたか`}</h2>
          <ExportAnswer end={end} />
        </section>
      )}
      {state === 'grace' && (
        <section className="card">
          <h2>{t`契約の終了を取り消す`}</h2>
          <Cancel end={end} />
        </section>
      )}
      {(state === 'notice' || state === 'grace') && (
        <section className="card">
          <h2>{t`消去の証明書のあて先`}</h2>
          <p>
            <Trans>消去のあとは、だれもサインインできません。証明書は、書面のコードで受け取ります。</Trans>
          </p>
          <ContactForm recorded={end.contactRecorded} />
        </section>
      )}
    </>
  );
};

/** 契約の終了: what happens when, and what the administrators decide on the way. */
export const ContractPage = () => {
  const { t } = useLingui();
  const query = useQuery(contractEndQuery);
  return (
    <Page title={t`契約の終了`}>
      <AsyncView query={query}>
        {({ contractEnd }) =>
          isUnderWay(contractEnd) ? (
            <UnderWay end={contractEnd} />
          ) : (
            <>
              <Notice tone="info" title={t`契約は続いています。終わりの予定はありません。`} />
              <section className="card">
                <h2>{t`契約の終了を予告する`}</h2>
                <Steps />
                <NoticeForm />
              </section>
            </>
          )
        }
      </AsyncView>
    </Page>
  );
};
