import { useLingui } from '@lingui/react/macro';
import { TextField } from '../shared/field.js';

export type Reason = { readonly reason: string; readonly ticket: string };
export const noReason: Reason = { reason: '', ticket: '' };

type Props = {
  readonly value: Reason;
  readonly onChange: (value: Reason) => void;
  readonly errorOf: (name: keyof Reason) => string | undefined;
};

/** Why an operator acts: the administrators of the tenant read it. */
export const ReasonFields = ({ value, onChange, errorOf }: Props) => {
  const { t } = useLingui();
  return (
    <>
      <TextField
        label={t`理由`}
        hint={t`契約者の管理者がそのまま読みます。人の名前や個人のことは書かないでください。`}
        required
        maxLength={200}
        error={errorOf('reason')}
        value={value.reason}
        onChange={(reason) => onChange({ ...value, reason })}
      />
      <TextField
        label={t`受付番号`}
        required
        maxLength={60}
        error={errorOf('ticket')}
        value={value.ticket}
        onChange={(ticket) => onChange({ ...value, ticket })}
      />
    </>
  );
};
