import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { send } from '../api/client.js';
import { Letter } from '../contract/letter.js';
import { Button } from '../shared/button.js';
import { TextField } from '../shared/field.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useServerErrors } from '../shared/rule-text.js';

const nothingYet = {
  ...{ tenantCode: '', displayName: '', seats: '', contractStart: '' },
  ...{ adminLoginId: '', adminFamilyName: '', adminGivenName: '' },
};
type Fields = typeof nothingYet;
type Name = keyof Fields;

const names = Object.keys(nothingYet) as readonly Name[];

const Form = ({ fields, put, errorOf }: FormProps) => {
  const { t } = useLingui();
  const texts: Record<Name, { readonly label: string; readonly hint?: string }> = {
    tenantCode: { label: t`会社コード`, hint: t`a〜z、0〜9、- で3〜20文字。サインインの画面のアドレスに使います。` },
    displayName: { label: t`契約者の名称` },
    seats: { label: t`契約の人数` },
    contractStart: { label: t`契約の開始日` },
    adminLoginId: { label: t`最初の管理者のログインID`, hint: t`a〜z、0〜9、. _ -` },
    adminFamilyName: { label: t`最初の管理者の姓`, hint: t`書面のあて名にだけ使います。` },
    adminGivenName: { label: t`最初の管理者の名` },
  };
  return names.map((name) => (
    <TextField
      key={name}
      {...texts[name]}
      name={name}
      type={name === 'contractStart' ? 'date' : 'text'}
      inputMode={name === 'seats' ? 'numeric' : 'text'}
      autoComplete="off"
      required
      error={errorOf(name)}
      value={fields[name]}
      onChange={(value) => put({ [name]: value })}
    />
  ));
};

type FormProps = {
  readonly fields: Fields;
  readonly put: (change: Partial<Fields>) => void;
  readonly errorOf: (name: Name) => string | undefined;
};

/** 契約の登録: afterwards the letter stands here to be printed, once. */
export const NewTenantPage = () => {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [fields, setFields] = useState(nothingYet);
  const [asked, setAsked] = useState(false);
  const create = useMutation({
    mutationFn: async () =>
      send<{ letter: string }>('POST', '/api/v1/ops/tenants', { ...fields, seats: Number(fields.seats) }),
    onSuccess: async () => queries.invalidateQueries({ queryKey: ['tenants'] }),
    // The letter is in memory until this page is left.
    gcTime: 0,
  });
  const serverErrors = useServerErrors(create.error);
  const errorOf = (name: Name): string | undefined => {
    if (asked && fields[name].trim() === '') {
      return t`入力してください。`;
    }
    return asked && name === 'seats' && !/^[1-9]\d{0,6}$/.test(fields.seats)
      ? t`1以上の整数を入力してください。`
      : serverErrors(name);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (names.every((name) => fields[name].trim() !== '') && /^[1-9]\d{0,6}$/.test(fields.seats)) {
      create.mutate();
    }
  };
  if (create.data !== undefined) {
    return (
      <Page title={t`最初の管理者への書面`}>
        {create.data.letter === '' ? (
          <Notice tone="info" title={t`この契約は登録ずみで、書面はもう使われています。`} />
        ) : (
          <Letter
            text={create.data.letter}
            onDone={() => {
              create.reset();
              void navigate('/ops/tenants');
            }}
          />
        )}
      </Page>
    );
  }
  return (
    <Page title={t`契約を登録する`}>
      <form className="card form" noValidate onSubmit={submit}>
        <Form fields={fields} put={(change) => setFields({ ...fields, ...change })} errorOf={errorOf} />
        {create.isError && <ErrorNotice error={create.error} shown={names} />}
        <Button type="submit" busy={create.isPending}>
          <Trans>登録して書面を表示する</Trans>
        </Button>
      </form>
    </Page>
  );
};
