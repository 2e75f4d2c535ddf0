import { Trans, useLingui } from '@lingui/react/macro';
import type { KeyRotation, ListKeyRotationsResponse } from '@nencho/contracts/identity/v1/identity_service';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useParams } from 'react-router';
import { get } from '../api/client.js';
import type { Plain } from '../api/types.js';
import { AsyncView } from '../shared/async-view.js';
import { Button } from '../shared/button.js';
import { useDateTexts } from '../shared/date-text.js';
import { ChoiceField } from '../shared/field.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { PagedTable } from '../shared/paged-table.js';
import { useServerErrors } from '../shared/rule-text.js';
import { useAction } from '../shared/use-action.js';
import { noReason, type Reason, ReasonFields } from './reason-fields.js';
import { canRotateKeys, tenantQuery, type TenantView } from './tenants.js';

type RotationView = Plain<KeyRotation>;
type Kind = 'kek' | 'class_keys';
type Command = Reason & { readonly kind: Kind };

const rotationsKey = 'key-rotations';
const isRunning = ({ finishedAt }: RotationView): boolean => finishedAt === '';

/** The rotations of a tenant's keys, asked for every two seconds while one of them goes on. */
const rotationsQuery = (tenantId: string) =>
  queryOptions({
    queryKey: [rotationsKey, tenantId],
    queryFn: async () => get<Plain<ListKeyRotationsResponse>>(`/api/v1/ops/tenants/${tenantId}/key-rotations`),
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) === true ? 2_000 : false),
  });

const Rotations = ({ tenantId }: { readonly tenantId: string }) => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const query = useQuery(rotationsQuery(tenantId));
  const kinds: Readonly<Record<string, string>> = {
    KEY_ROTATION_KIND_KEK: t`元になる鍵`,
    KEY_ROTATION_KIND_CLASS_KEYS: t`データの鍵`,
  };
  return (
    <AsyncView query={query}>
      {({ items }) => (
        <PagedTable
          caption={t`鍵の更新の一覧`}
          items={items}
          keyOf={({ rotationId }) => rotationId}
          empty={<Trans>鍵の更新はまだありません。</Trans>}
          columns={[
            { key: 'ordered', title: t`始めた時刻`, cell: ({ orderedAt }) => dates.instant(orderedAt) },
            { key: 'kind', title: t`種類`, cell: ({ kind }) => kinds[kind] ?? kind },
            {
              key: 'services',
              title: t`終わったサービス`,
              cell: ({ servicesDone, services }) => `${servicesDone.length} / ${services}`,
              number: true,
            },
            {
              key: 'finished',
              title: t`終わった時刻`,
              cell: (rotation) => (isRunning(rotation) ? t`更新しています` : dates.instant(rotation.finishedAt)),
            },
          ]}
        />
      )}
    </AsyncView>
  );
};

const RotationForm = ({ tenantId }: { readonly tenantId: string }) => {
  const { t } = useLingui();
  const [kind, setKind] = useState<Kind>('kek');
  const [why, setWhy] = useState(noReason);
  const [asked, setAsked] = useState(false);
  const rotate = useAction<unknown, Command>('POST', () => `/api/v1/ops/tenants/${tenantId}/key-rotations`, [
    rotationsKey,
  ]);
  const serverErrors = useServerErrors(rotate.error);
  const errorOf = (name: keyof Reason): string | undefined =>
    asked && why[name].trim() === '' ? t`入力してください。` : serverErrors(name);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.values(why).every((value) => value.trim() !== '')) {
      rotate.mutate({ kind, ...why });
    }
  };
  return (
    <form className="card form" noValidate onSubmit={submit}>
      <ChoiceField
        legend={t`更新する鍵`}
        value={kind}
        onChange={setKind}
        options={[
          {
            value: 'kek',
            text: t`元になる鍵`,
            hint: t`鍵の保管庫に新しい版を作り、契約の鍵を包み直します。`,
          },
          {
            value: 'class_keys',
            text: t`データの鍵`,
            hint: t`これから書くデータを、新しい鍵で封じます。`,
          },
        ]}
      />
      <ReasonFields value={why} onChange={setWhy} errorOf={errorOf} />
      {rotate.isError && <ErrorNotice error={rotate.error} shown={['reason', 'ticket']} />}
      {rotate.isSuccess && (
        <Notice tone="success" title={t`鍵の更新を始めました`}>
          <Trans>進み具合は、下の一覧に表示されます。</Trans>
        </Notice>
      )}
      <Button type="submit" busy={rotate.isPending}>
        <Trans>鍵の更新を始める</Trans>
      </Button>
    </form>
  );
};

const Keys = ({ tenant }: { readonly tenant: TenantView }) => {
  const { t } = useLingui();
  return (
    <>
      <dl className="facts">
        <dt>{t`会社コード`}</dt>
        <dd>{tenant.code}</dd>
        <dt>{t`名称`}</dt>
        <dd>{tenant.displayName}</dd>
      </dl>
      {canRotateKeys(tenant) && <RotationForm tenantId={tenant.id} />}
      <h2>
        <Trans>これまでの更新</Trans>
      </h2>
      <Rotations tenantId={tenant.id} />
    </>
  );
};

/** 鍵の更新: begins rotations of a tenant's keys and shows how far they are. Nothing that was sealed becomes unreadable. */
export const KeysPage = () => {
  const { t } = useLingui();
  const { tenantId = '' } = useParams();
  const tenant = useQuery(tenantQuery(tenantId));
  return (
    <Page
      title={t`鍵の更新`}
      lead={t`契約者のデータを封じる鍵を新しくします。これまでのデータも、更新のあいだも、そのまま使えます。管理者の画面に、この操作が表示されます。`}
    >
      <AsyncView query={tenant}>{(found) => <Keys tenant={found} />}</AsyncView>
    </Page>
  );
};
