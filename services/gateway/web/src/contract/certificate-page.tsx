import { Trans, useLingui } from '@lingui/react/macro';
import type { ContractEnd } from '@nencho/contracts/retention/v1/erasure';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { isApiError, send } from '../api/client.js';
import type { Plain } from '../api/types.js';
import { Button } from '../shared/button.js';
import { TextField } from '../shared/field.js';
import { ErrorNotice, Notice } from '../shared/notice.js';
import { Page } from '../shared/page.js';
import { useServerErrors } from '../shared/rule-text.js';
import { useEndStateTexts } from './contract-texts.js';
import { Countdown, Deadlines } from './deadlines.js';

type Certificate = {
  readonly certified: boolean;
  readonly contractEnd?: Plain<ContractEnd>;
  readonly json: string;
  /** In base64. */
  readonly pdf: string;
};

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

const save = (content: BlobPart, type: string, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

const Found = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useLingui();
  const states = useEndStateTexts();
  const { certified, contractEnd, json, pdf } = certificate;
  if (!certified) {
    return (
      <section className="card">
        <Notice tone="info" title={t`証明書はまだできていません`}>
          {states[contractEnd?.state ?? ''] ?? contractEnd?.state}
        </Notice>
        {contractEnd !== undefined && (
          <>
            <Countdown {...contractEnd} limit={contractEnd.limit} />
            <Deadlines
              endDate={contractEnd.endDate}
              graceEnds={contractEnd.graceEnds}
              certificateDue={contractEnd.certificateDue}
              limit={contractEnd.limit}
            />
          </>
        )}
      </section>
    );
  }
  return (
    <section className="card">
      <Notice tone="success" title={t`消去の証明書ができています`}>
        <Trans>
          どちらも同じ内容です。署名のあるJSONは、nencho-verify で、この画面や私たちに頼らずに確かめられます。
        </Trans>
      </Notice>
      <div className="actions">
        <Button onPress={() => save(bytesOf(pdf), 'application/pdf', 'erasure-certificate.pdf')}>
          <Trans>PDFをダウンロード</Trans>
        </Button>
        <Button kind="secondary" onPress={() => save(json, 'application/json', 'erasure-certificate.json')}>
          <Trans>署名つきJSONをダウンロード</Trans>
        </Button>
      </div>
    </section>
  );
};

/** 消去証明書: for whoever holds the one-time code of the letter. There is nobody left who could sign in. */
export const CertificatePage = () => {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const fetched = useMutation({ mutationFn: async () => send<Certificate>('POST', '/api/v1/certificate', { code }) });
  const missing = asked && code.trim() === '' ? t`入力してください。` : undefined;
  const serverErrors = useServerErrors(fetched.error);
  const unknown = isApiError(fetched.error, 'not_found')
    ? t`このコードでは見つかりません。書面と見くらべてください。`
    : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (code.trim() !== '') {
      fetched.mutate();
    }
  };
  return (
    <Page
      title={t`消去の証明書`}
      lead={t`契約が終わったあと、データをすべて消したことの証明書を受け取れます。書面にある一度だけ使えるコードを入力してください。`}
    >
      <form className="card form" noValidate onSubmit={submit}>
        <TextField
          label={t`コード`}
          hint={t`空白とハイフンはあってもなくてもかまいません。はじめに使ってから24時間は、もう一度受け取れます。`}
          error={missing ?? unknown ?? serverErrors('code')}
          name="code"
          autoComplete="one-time-code"
          maxLength={100}
          required
          value={code}
          onChange={(value) => {
            setCode(value);
            fetched.reset();
          }}
        />
        {fetched.isError && unknown === undefined && <ErrorNotice error={fetched.error} shown={['code']} />}
        <Button type="submit" busy={fetched.isPending}>
          <Trans>証明書を受け取る</Trans>
        </Button>
      </form>
      {fetched.data !== undefined && <Found certificate={fetched.data} />}
    </Page>
  );
};
