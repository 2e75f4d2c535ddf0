import { Trans, useLingui } from '@lingui/react/macro';
import type { OperatorAction } from '@nencho/contracts/retention/v1/erasure';
import type { ReactNode } from 'react';
import type { Plain } from '../api/types.js';
import { AsyncView } from '../shared/async-view.js';
import { useDateTexts } from '../shared/date-text.js';
import { PagedTable } from '../shared/paged-table.js';
import { usePaged } from '../shared/use-paged.js';
import { useOperatorActTexts } from './contract-texts.js';

type Act = Plain<OperatorAction>;

type Props = {
  readonly path: '/api/v1/transparency' | '/api/v1/ops/actions';
  readonly filters?: Readonly<Record<string, string>>;
  readonly empty: ReactNode;
  /** For operators: whose tenant it was. */
  readonly withTenant?: boolean;
};

/** Acts of operators, newest first: when, what, by which account and why. */
export const OperatorActs = ({ path, filters = {}, empty, withTenant = false }: Props) => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const texts = useOperatorActTexts();
  const { query, items, more } = usePaged<Act>('operator-acts', path, filters);
  const tenant = { key: 'tenant', title: t`契約の番号`, cell: ({ tenantId }: Act) => tenantId };
  return (
    <AsyncView query={query}>
      {() => (
        <PagedTable
          caption={t`運用者の操作`}
          items={items}
          keyOf={({ at, action, tenantId }) => `${at} ${action} ${tenantId}`}
          empty={empty}
          more={more}
          columns={[
            { key: 'at', title: t`時刻`, cell: ({ at }: Act) => dates.instant(at) },
            { key: 'action', title: t`操作`, cell: ({ action }: Act) => texts[action] ?? action },
            {
              key: 'operator',
              title: t`運用者`,
              cell: ({ operatorSub }: Act) => <span className="hash">{operatorSub}</span>,
            },
            {
              key: 'reason',
              title: t`理由`,
              cell: ({ reason }: Act) => (reason === '' ? <Trans>なし</Trans> : reason),
            },
            { key: 'ticket', title: t`受付番号`, cell: ({ ticket }: Act) => (ticket === '' ? '—' : ticket) },
            ...(withTenant ? [tenant] : []),
          ]}
        />
      )}
    </AsyncView>
  );
};
