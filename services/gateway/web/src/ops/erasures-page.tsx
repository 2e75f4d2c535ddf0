import { Trans, useLingui } from '@lingui/react/macro';
import type { Erasure } from '@nencho/contracts/retention/v1/erasure';
import { Link } from 'react-router';
import type { Plain } from '../api/types.js';
import { useEndStateTexts } from '../contract/contract-texts.js';
import { AsyncView } from '../shared/async-view.js';
import { useDateTexts } from '../shared/date-text.js';
import { CheckField } from '../shared/field.js';
import { Page } from '../shared/page.js';
import { PagedTable } from '../shared/paged-table.js';
import { usePaged } from '../shared/use-paged.js';
import { useSearchState } from '../shared/use-search-state.js';
import { useWaitingTexts } from './erasure-texts.js';

type ErasureView = Plain<Erasure>;

/** The alarm that an erasure has reached, in words: colour alone says nothing. */
export const Alarm = ({ alarm }: { alarm: number }) =>
  alarm === 0 ? null : (
    <strong className="status status-alarm">
      <Trans>{alarm} 営業日の警報</Trans>
    </strong>
  );

/** 終了と消去: most urgent first. */
export const ErasuresPage = () => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const states = useEndStateTexts();
  const waiting = useWaitingTexts();
  const { get, put } = useSearchState();
  const certified = get('certified');
  const { query, items, more } = usePaged<ErasureView>('erasures', '/api/v1/ops/erasures', { certified });
  return (
    <Page
      title={t`終了と消去`}
      lead={t`契約の終わった日を0営業日目として数えます。約束の期限は60営業日、証明書は46営業日までに作ります。`}
    >
      <CheckField checked={certified === 'true'} onChange={(checked) => put({ certified: checked ? 'true' : '' })}>
        <Trans>証明ずみのものも表示する</Trans>
      </CheckField>
      <AsyncView query={query}>
        {() => (
          <PagedTable
            caption={t`終了と消去の一覧`}
            items={items}
            keyOf={({ erasureId }) => erasureId}
            empty={<Trans>終わる契約はありません。</Trans>}
            more={more}
            columns={[
              {
                key: 'code',
                title: t`会社コード`,
                cell: ({ tenantId, tenantCode }) => (
                  <Link to={`/ops/erasures/${tenantId}`}>{tenantCode === '' ? t`（消去ずみ）` : tenantCode}</Link>
                ),
              },
              { key: 'state', title: t`状態`, cell: ({ state }) => states[state] ?? state },
              { key: 'day', title: t`営業日`, cell: ({ businessDay }) => businessDay, number: true },
              { key: 'alarm', title: t`警報`, cell: ({ alarm }) => (alarm === 0 ? '—' : <Alarm alarm={alarm} />) },
              { key: 'end', title: t`終了`, cell: ({ endDate }) => dates.date(endDate) },
              {
                key: 'due',
                title: t`証明書の期日`,
                cell: ({ certificateDue }) =>
                  certificateDue === undefined || certificateDue.date === '' ? '—' : dates.date(certificateDue.date),
              },
              {
                key: 'waiting',
                title: t`待っているもの`,
                cell: ({ waitingFor }) => (waitingFor === '' ? '—' : (waiting[waitingFor] ?? waitingFor)),
              },
            ]}
          />
        )}
      </AsyncView>
    </Page>
  );
};
