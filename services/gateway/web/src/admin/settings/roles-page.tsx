import { Trans, useLingui } from '@lingui/react/macro';
import type { EmployeeCard, Grant } from '@nencho/contracts/identity/v1/identity';
import type { ListGrantsResponse } from '@nencho/contracts/identity/v1/identity_service';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, send } from '../../api/client.js';
import type { Plain } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { SelectField } from '../../shared/field.js';
import { ErrorNotice } from '../../shared/notice.js';
import { Page } from '../../shared/page.js';
import { SearchForm } from '../search-form.js';
import { companiesQuery, departmentsQuery } from '../places.js';
import { useAction } from '../../shared/use-action.js';

type NewGrant = {
  readonly employeeId: string;
  readonly role: 'ROLE_HR' | 'ROLE_ADMIN';
  readonly scopeKind: 'SCOPE_KIND_TENANT' | 'SCOPE_KIND_COMPANY' | 'SCOPE_KIND_DEPARTMENT';
  readonly scopeId: string;
};

type PageOf<T> = { readonly items: readonly T[]; readonly nextCursor: string };

/** Finds one person by name or number. */
const PersonPicker = ({ onPick }: { onPick: (card: Plain<EmployeeCard>) => void }) => {
  const { t } = useLingui();
  const [wanted, setWanted] = useState('');
  const found = useQuery({
    queryKey: ['employees', { q: wanted, pick: true }],
    queryFn: async () =>
      send<PageOf<Plain<EmployeeCard>>>('POST', '/api/v1/employees/search', { q: wanted, limit: 10 }),
    enabled: wanted !== '',
  });
  return (
    <>
      <SearchForm label={t`だれに（氏名または番号）`} onSearch={setWanted} />
      {found.isError && <ErrorNotice error={found.error} />}
      {found.data?.items.length === 0 && (
        <p className="empty">
          <Trans>あてはまる人がいません。</Trans>
        </p>
      )}
      {found.data?.items.map((card) => (
        <Button key={card.id} kind="text" onPress={() => onPick(card)}>
          {card.number} {card.familyName} {card.givenName}
        </Button>
      ))}
    </>
  );
};

const GrantForm = () => {
  const { t } = useLingui();
  const [person, setPerson] = useState<Plain<EmployeeCard>>();
  const [role, setRole] = useState<NewGrant['role']>('ROLE_HR');
  const [scopeKind, setScopeKind] = useState<NewGrant['scopeKind']>('SCOPE_KIND_COMPANY');
  const [companyId, setCompanyId] = useState('');
  const [departmentId, setDepartmentId] = useState('');
  const companies = useQuery(companiesQuery);
  const departments = useQuery(departmentsQuery(companyId));
  const add = useAction<unknown, NewGrant>(
    'POST',
    () => '/api/v1/grants',
    ['grants'],
    () => setPerson(undefined),
  );
  const scopeId = { SCOPE_KIND_TENANT: '', SCOPE_KIND_COMPANY: companyId, SCOPE_KIND_DEPARTMENT: departmentId }[
    scopeKind
  ];
  if (person === undefined) {
    return <PersonPicker onPick={setPerson} />;
  }
  const choices = (items: readonly { readonly id: string; readonly name: string }[] | undefined) => [
    { value: '', text: t`選んでください` },
    ...(items ?? []).map(({ id, name }) => ({ value: id, text: name })),
  ];
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({
          employeeId: person.id,
          role,
          scopeKind: role === 'ROLE_ADMIN' ? 'SCOPE_KIND_TENANT' : scopeKind,
          scopeId: role === 'ROLE_ADMIN' ? '' : scopeId,
        });
      }}
    >
      <p>
        <strong>
          {person.number} {person.familyName} {person.givenName}
        </strong>
      </p>
      <SelectField
        label={t`役割`}
        value={role}
        onChange={setRole}
        options={[
          { value: 'ROLE_HR', text: t`担当者（確認・給与・計算）` },
          { value: 'ROLE_ADMIN', text: t`管理者（すべて）` },
        ]}
      />
      {role === 'ROLE_HR' && (
        <SelectField
          label={t`範囲`}
          value={scopeKind}
          onChange={setScopeKind}
          options={[
            { value: 'SCOPE_KIND_TENANT', text: t`全社` },
            { value: 'SCOPE_KIND_COMPANY', text: t`1つの会社` },
            { value: 'SCOPE_KIND_DEPARTMENT', text: t`部署とその下` },
          ]}
        />
      )}
      {role === 'ROLE_HR' && scopeKind !== 'SCOPE_KIND_TENANT' && (
        <SelectField
          label={t`会社`}
          value={companyId}
          onChange={setCompanyId}
          options={choices(companies.data?.items)}
        />
      )}
      {role === 'ROLE_HR' && scopeKind === 'SCOPE_KIND_DEPARTMENT' && (
        <SelectField
          label={t`部署`}
          value={departmentId}
          onChange={setDepartmentId}
          options={choices(departments.data?.items)}
        />
      )}
      {add.isError && <ErrorNotice error={add.error} />}
      <div className="actions">
        <Button type="submit" busy={add.isPending}>
          <Trans>役割を与える</Trans>
        </Button>
        <Button kind="secondary" onPress={() => setPerson(undefined)}>
          <Trans>やめる</Trans>
        </Button>
      </div>
    </form>
  );
};

const GrantList = ({ grants }: { grants: readonly Plain<Grant>[] }) => {
  const { t } = useLingui();
  const [asked, setAsked] = useState('');
  const remove = useAction<unknown, string>('DELETE', (id) => `/api/v1/grants/${id}`, ['grants']);
  const companies = useQuery(companiesQuery);
  const roles: Record<string, string> = { ROLE_ADMIN: t`管理者`, ROLE_HR: t`担当者`, ROLE_EMPLOYEE: t`従業員` };
  const scopes: Record<string, string> = {
    SCOPE_KIND_TENANT: t`全社`,
    SCOPE_KIND_COMPANY: t`会社`,
    SCOPE_KIND_DEPARTMENT: t`部署とその下`,
    SCOPE_KIND_SELF: t`本人`,
  };
  const names = useQuery({
    queryKey: ['grant-names', grants.map(({ employeeId }) => employeeId)],
    queryFn: async () => get<PageOf<Plain<EmployeeCard>>>('/api/v1/employees?limit=200'),
  });
  const nameOf = (employeeId: string): string => {
    const card = names.data?.items.find(({ id }) => id === employeeId);
    return card === undefined ? t`従業員ではないアカウント` : `${card.number} ${card.familyName} ${card.givenName}`;
  };
  const placeOf = ({ scopeKind, scopeId }: Plain<Grant>): string => {
    const company = companies.data?.items.find(({ id }) => id === scopeId)?.name;
    return company ?? scopes[scopeKind] ?? scopeKind;
  };
  return (
    <>
      {remove.isError && <ErrorNotice error={remove.error} />}
      <ul className="plain-list">
        {grants.map((grant) => (
          <li key={grant.id} className="card card-head">
            <span>
              {nameOf(grant.employeeId)} — {roles[grant.role]} — {placeOf(grant)}
            </span>
            {asked === grant.id ? (
              <span className="actions actions-top" role="group" aria-label={t`取り消しの確認`}>
                <Button kind="danger" busy={remove.isPending} onPress={() => remove.mutate(grant.id)}>
                  <Trans>この役割を取り消す</Trans>
                </Button>
                <Button kind="secondary" onPress={() => setAsked('')}>
                  <Trans>やめる</Trans>
                </Button>
              </span>
            ) : (
              <Button kind="text" onPress={() => setAsked(grant.id)}>
                <Trans>取り消す</Trans>
                <span className="visually-hidden">: {nameOf(grant.employeeId)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};

/** 役割: who may do what, and where. */
export const RolesPage = () => {
  const { t } = useLingui();
  const grants = useQuery({
    queryKey: ['grants'],
    queryFn: async () => get<Plain<ListGrantsResponse>>('/api/v1/grants'),
  });
  return (
    <Page
      title={t`役割`}
      lead={t`自分が持たない権限は与えられません。最後の管理者は取り消せません。変更は5秒以内に効きます。`}
    >
      <section className="card">
        <h2>{t`役割を与える`}</h2>
        <GrantForm />
      </section>
      <AsyncView query={grants}>{({ items }) => <GrantList grants={items} />}</AsyncView>
    </Page>
  );
};
