import { Trans, useLingui } from '@lingui/react/macro';
import { isAppError, isLocalDate, type LocalDate } from '@nencho/kernel';
import { addBusinessDays } from '@nencho/kernel/business-days';
import { type SubmitEvent, useState } from 'react';
import { Deadlines } from '../../contract/deadlines.js';
import { Button } from '../../shared/button.js';
import { CheckField, TextField } from '../../shared/field.js';
import { useServerErrors } from '../../shared/rule-text.js';
import { useAction } from '../../shared/use-action.js';
import { ActError } from './act-error.js';

/** Promised business days after the end (white paper 3). */
const promised = { graceEnds: 20, certificateDue: 46, limit: 60 } as const;

/** Empty for a year whose holidays are not published yet: never guessed. */
const dayAfter = (endDate: LocalDate, businessDay: number) => {
  try {
    return { date: addBusinessDays(endDate, businessDay), businessDay };
  } catch (error) {
    if (isAppError(error)) {
      return { date: '', businessDay };
    }
    throw error;
  }
};

/** Gives notice, or moves the day. What follows from the day is shown before it is sent. */
export const NoticeForm = ({ endDate: known = '' }: { endDate?: string }) => {
  const { t } = useLingui();
  const [endDate, setEndDate] = useState(known);
  const [isSure, setIsSure] = useState(false);
  const [asked, setAsked] = useState(false);
  const give = useAction<unknown, { endDate: string }>('POST', () => '/api/v1/contract-end/notice', ['contract-end']);
  const serverErrors = useServerErrors(give.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (isLocalDate(endDate) && isSure) {
      give.mutate({ endDate });
    }
  };
  const missing = asked && !isLocalDate(endDate) ? t`日付を入力してください。` : undefined;
  return (
    <form className="form" noValidate onSubmit={submit}>
      <TextField
        label={t`契約が終わる日`}
        hint={t`この日のはじめから、サインインできるのは管理者だけになります。この日が0営業日目です。`}
        type="date"
        required
        error={missing ?? serverErrors('endDate')}
        value={endDate}
        onChange={(value) => {
          setEndDate(value);
          give.reset();
        }}
      />
      {isLocalDate(endDate) && (
        <Deadlines
          endDate={endDate}
          graceEnds={dayAfter(endDate, promised.graceEnds)}
          certificateDue={dayAfter(endDate, promised.certificateDue)}
          limit={dayAfter(endDate, promised.limit)}
        />
      )}
      <CheckField
        checked={isSure}
        onChange={setIsSure}
        error={asked && !isSure ? t`確かめてから印をつけてください。` : undefined}
      >
        <Trans>終わりの日のあと、すべてのデータがバックアップも含めて消え、元に戻せないことを確かめました</Trans>
      </CheckField>
      {give.isError && <ActError error={give.error} shown={['endDate']} />}
      <div className="actions">
        <Button kind={known === '' ? 'danger' : 'primary'} type="submit" busy={give.isPending}>
          {known === '' ? <Trans>契約の終了を予告する</Trans> : <Trans>終わりの日を変える</Trans>}
        </Button>
      </div>
    </form>
  );
};
