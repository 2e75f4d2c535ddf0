import { Trans, useLingui } from '@lingui/react/macro';
import type { GetErasureResponse } from '@nencho/contracts/retention/v1/retention_service';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { get } from '../api/client.js';
import type { Plain } from '../api/types.js';
import { useEndStateTexts, useExportTexts } from '../contract/contract-texts.js';
import { Countdown, Deadlines } from '../contract/deadlines.js';
import { Letter } from '../contract/letter.js';
import { AsyncView } from '../shared/async-view.js';
import { Button } from '../shared/button.js';
import { useDateTexts } from '../shared/date-text.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { PagedTable } from '../shared/paged-table.js';
import { useAction } from '../shared/use-action.js';
import { ApprovalForm } from './approval-form.js';
import { useDryRunTexts, useWaitingTexts } from './erasure-texts.js';
import { Alarm } from './erasures-page.js';

type Whole = Plain<GetErasureResponse>;
type View = NonNullable<Whole['erasure']>;

const isMoving = ({ erasure }: Whole): boolean => erasure?.dryRunState === 'ordered' || erasure?.state === 'erasing';

const State = ({ erasure }: { erasure: View }) => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const states = useEndStateTexts();
  const exports = useExportTexts();
  const waiting = useWaitingTexts();
  const { state, waitingFor, exportState, approvals, backupsGoneAt, businessDay, limit } = erasure;
  return (
    <section className="card">
      <h2>
        {states[state] ?? state} <Alarm alarm={erasure.alarm} />
      </h2>
      <Countdown businessDay={businessDay} limit={limit} />
      <Deadlines
        endDate={erasure.endDate}
        graceEnds={erasure.graceEnds}
        certificateDue={erasure.certificateDue}
        limit={limit}
      />
      <dl className="facts">
        <dt>{t`待っているもの`}</dt>
        <dd>{waitingFor === '' ? '—' : (waiting[waitingFor] ?? waitingFor)}</dd>
        <dt>{t`書き出し`}</dt>
        <dd>{exports[exportState] ?? exportState}</dd>
        <dt>{t`有効な承認`}</dt>
        <dd>
          <Trans>{approvals} 人（2人必要）</Trans>
        </dd>
        {backupsGoneAt !== '' && (
          <>
            <dt>{t`バックアップがなくなる時刻`}</dt>
            <dd>{dates.instant(backupsGoneAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
};

const DryRun = ({ whole: { erasure, dryRun, approvals } }: { whole: Whole }) => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const texts = useDryRunTexts();
  const tenantId = erasure?.tenantId ?? '';
  const order = useAction<unknown>('POST', () => `/api/v1/ops/erasures/${tenantId}/dry-run`, ['erasure', 'erasures']);
  const state = erasure?.dryRunState ?? 'none';
  return (
    <section className="card">
      <h2>{t`消去対象の件数`}</h2>
      <p role="status">{texts[state] ?? state}</p>
      {dryRun !== undefined && (
        <>
          <p>
            <Trans>
              {dates.instant(dryRun.at)} に数えました。{dates.instant(dryRun.expiresAt)} まで承認に使えます。
            </Trans>
          </p>
          <PagedTable
            caption={t`消去対象の件数`}
            items={dryRun.stores}
            keyOf={({ service, store }) => `${service} ${store}`}
            empty={<Trans>何もありません。</Trans>}
            columns={[
              { key: 'service', title: t`サービス`, cell: ({ service }) => service },
              { key: 'store', title: t`保存先`, cell: ({ store }) => store },
              { key: 'count', title: t`件数`, cell: ({ count }) => count, number: true },
            ]}
          />
        </>
      )}
      {order.isError && <ErrorNotice error={order.error} />}
      <div className="actions">
        <Button kind="secondary" busy={order.isPending || state === 'ordered'} onPress={() => order.mutate()}>
          <Trans>件数を数える（何も消しません）</Trans>
        </Button>
      </div>
      {approvals.length > 0 && (
        <ul>
          {approvals.map(({ operatorSub, at, valid }) => (
            <li key={`${operatorSub} ${at}`}>
              {dates.instant(at)} <span className="hash">{operatorSub}</span>{' '}
              {valid ? <Trans>有効</Trans> : <Trans>無効（件数が数え直されたか、期限切れです）</Trans>}
            </li>
          ))}
        </ul>
      )}
      {state === 'ready' && dryRun !== undefined && <ApprovalForm tenantId={tenantId} dryRunHash={dryRun.hash} />}
    </section>
  );
};

const Answers = ({ answers }: { answers: Whole['answers'] }) => {
  const { t } = useLingui();
  return (
    <section className="card">
      <h2>{t`各サービスの返答`}</h2>
      <PagedTable
        caption={t`各サービスの返答`}
        items={answers}
        keyOf={({ service, round }) => `${service} ${round}`}
        empty={<Trans>まだありません。</Trans>}
        columns={[
          { key: 'service', title: t`サービス`, cell: ({ service }) => service },
          { key: 'round', title: t`回`, cell: ({ round }) => round, number: true },
          { key: 'answered', title: t`返答`, cell: ({ answered }) => (answered ? t`あり` : t`待っています`) },
          { key: 'count', title: t`件数`, cell: ({ answered, count }) => (answered ? count : '—'), number: true },
        ]}
      />
    </section>
  );
};

const CertificateLetter = ({ erasure }: { erasure: View }) => {
  const { t } = useLingui();
  const [letter, setLetter] = useState('');
  const issue = useAction<{ letter: string }>(
    'POST',
    () => `/api/v1/ops/erasures/${erasure.tenantId}/certificate-letter`,
    ['erasure'],
    (answer) => {
      setLetter(answer.letter);
      issue.reset();
    },
  );
  if (letter !== '') {
    return <Letter text={letter} onDone={() => setLetter('')} />;
  }
  return (
    <section className="card">
      <h2>{t`証明書の書面`}</h2>
      {erasure.contactRecorded ? (
        <p>
          <Trans>あて先は管理者が記録しました。書面は管理者が印刷しています。</Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>管理者があて先を記録していません。一度だけ使えるコードの書面を、ここで印刷できます。</Trans>
          </p>
          {erasure.letterIssued && (
            <Notice tone="info" title={t`前に発行した書面のコードは、新しく発行すると使えなくなります。`} />
          )}
          {issue.isError && <ErrorNotice error={issue.error} />}
          <div className="actions">
            <Button kind="secondary" busy={issue.isPending} onPress={() => issue.mutate()}>
              <Trans>書面を発行する</Trans>
            </Button>
          </div>
        </>
      )}
    </section>
  );
};

/** One contract's end: countdown, what would be deleted, who approved, which service answered. */
export const ErasurePage = () => {
  const { t } = useLingui();
  const { tenantId = '' } = useParams();
  const query = useQuery({
    queryKey: ['erasure', tenantId],
    queryFn: async () => get<Whole>(`/api/v1/ops/erasures/${tenantId}`),
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? 2000 : false),
  });
  return (
    <Page title={t`終了と消去の状況`}>
      <p>
        <Link to="/ops/erasures">
          <Trans>一覧へ</Trans>
        </Link>
      </p>
      <AsyncView query={query}>
        {(whole) =>
          whole.erasure === undefined ? null : (
            <>
              <p>
                <strong>{whole.erasure.tenantCode}</strong> <span className="hash">{tenantId}</span>
              </p>
              <State erasure={whole.erasure} />
              {whole.erasure.state === 'grace' && <DryRun whole={whole} />}
              {whole.answers.length > 0 && <Answers answers={whole.answers} />}
              <CertificateLetter erasure={whole.erasure} />
            </>
          )
        }
      </AsyncView>
    </Page>
  );
};
