import { Trans, useLingui } from '@lingui/react/macro';
import type { Company, Department } from '@nencho/contracts/identity/v1/identity';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plain } from '../../api/types.js';
import { AsyncView } from '../../shared/async-view.js';
import { Button } from '../../shared/button.js';
import { SelectField, TextField } from '../../shared/field.js';
import { ErrorNotice } from '../../shared/notice.js';
import { useServerErrors } from '../../shared/rule-text.js';
import { Page } from '../../shared/page.js';
import { companiesQuery, departmentsQuery } from '../places.js';
import { useAction } from '../../shared/use-action.js';

const emptyCompany = { code: '', name: '', address: '', corporateNumber: '', phone: '' };

const optional: readonly string[] = ['corporateNumber', 'phone'];

const CompanyForm = () => {
  const { t } = useLingui();
  const [company, setCompany] = useState(emptyCompany);
  const create = useAction<unknown, typeof emptyCompany>(
    'POST',
    () => '/api/v1/companies',
    ['companies'],
    () => setCompany(emptyCompany),
  );
  const errorOf = useServerErrors(create.error);
  const labels: Record<keyof typeof emptyCompany, string> = {
    code: t`会社コード`,
    name: t`会社名`,
    address: t`所在地（源泉徴収票に印字）`,
    corporateNumber: t`法人番号（13桁）`,
    phone: t`電話番号`,
  };
  return (
    <form
      className="card form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(company);
      }}
    >
      <h2>{t`会社を加える`}</h2>
      {(Object.keys(labels) as (keyof typeof emptyCompany)[]).map((field) => (
        <TextField
          key={field}
          label={labels[field]}
          error={errorOf(field)}
          value={company[field]}
          maxLength={200}
          autoComplete="off"
          optional={optional.includes(field) ? t`なくてもかまいません` : undefined}
          required={!optional.includes(field)}
          onChange={(value) => setCompany({ ...company, [field]: value })}
        />
      ))}
      {create.isError && <ErrorNotice error={create.error} shown={Object.keys(emptyCompany)} />}
      <Button type="submit" busy={create.isPending}>
        <Trans>会社を加える</Trans>
      </Button>
    </form>
  );
};

/** Departments as an indented list: each under the one it belongs to. */
const DepartmentTree = ({ items }: { items: readonly Plain<Department>[] }) => (
  <ul className="tree">
    {items
      .toSorted((a, b) => (a.path.join() < b.path.join() ? -1 : 1))
      .map((department) => (
        <li key={department.id} data-depth={Math.min(department.path.length, 6)}>
          {department.code} {department.name}
        </li>
      ))}
  </ul>
);

type NewDepartment = {
  readonly companyId: string;
  readonly code: string;
  readonly name: string;
  readonly parentId?: string;
};

const emptyDepartment = { code: '', name: '', parentId: '' };

const Departments = ({ company }: { company: Plain<Company> }) => {
  const { t } = useLingui();
  const departments = useQuery(departmentsQuery(company.id));
  const [department, setDepartment] = useState(emptyDepartment);
  const create = useAction<unknown, NewDepartment>(
    'POST',
    () => '/api/v1/departments',
    ['departments'],
    () => setDepartment(emptyDepartment),
  );
  const errorOf = useServerErrors(create.error);
  return (
    <section className="card">
      <h2>
        {company.code} {company.name}
      </h2>
      <p className="field-hint">{company.address}</p>
      <AsyncView query={departments}>
        {({ items }) => (
          <>
            {items.length === 0 ? <p>{t`部署はまだありません。`}</p> : <DepartmentTree items={items} />}
            <form
              className="filters"
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                const { parentId, ...rest } = department;
                create.mutate({ ...rest, companyId: company.id, ...(parentId === '' ? {} : { parentId }) });
              }}
            >
              <TextField
                label={t`部署コード`}
                error={errorOf('code')}
                required
                maxLength={20}
                value={department.code}
                onChange={(code) => setDepartment({ ...department, code })}
              />
              <TextField
                label={t`部署名`}
                error={errorOf('name')}
                required
                maxLength={100}
                value={department.name}
                onChange={(name) => setDepartment({ ...department, name })}
              />
              <SelectField
                label={t`上の部署`}
                value={department.parentId}
                onChange={(parentId) => setDepartment({ ...department, parentId })}
                options={[{ value: '', text: t`なし` }, ...items.map(({ id, name }) => ({ value: id, text: name }))]}
              />
              <Button kind="secondary" type="submit" busy={create.isPending}>
                <Trans>部署を加える</Trans>
              </Button>
            </form>
          </>
        )}
      </AsyncView>
      {create.isError && <ErrorNotice error={create.error} shown={['code', 'name']} />}
    </section>
  );
};

/** 会社と部署. */
export const PlacesPage = () => {
  const { t } = useLingui();
  const companies = useQuery(companiesQuery);
  return (
    <Page title={t`会社と部署`}>
      <AsyncView query={companies}>
        {({ items }) => items.map((company) => <Departments key={company.id} company={company} />)}
      </AsyncView>
      <CompanyForm />
    </Page>
  );
};
