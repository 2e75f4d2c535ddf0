import { useState } from 'react';
import type { ReactNode } from 'react';
import { Field } from './field.js';

const grouped = new Intl.NumberFormat('ja-JP');

/** 1234567 → "1,234,567円" */
export const formatYen = (amount: number): string => `${grouped.format(amount)}円`;

/** Digits as people type them: full width, with commas or a yen sign. Undefined when it is no whole number. */
export const parseYen = (text: string): number | undefined => {
  const plain = text.normalize('NFKC').replaceAll(/[,\s円¥]/g, '');
  return /^-?\d{1,10}$/.test(plain) ? Number(plain) : undefined;
};

type Props = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly notANumber: ReactNode;
  readonly value: number;
  /** 0 is an answer here, and shown; elsewhere an empty field is 0. */
  readonly zero?: boolean;
  readonly onChange: (value: number) => void;
};

/** An amount in yen: a numeric keypad on the phone, grouped when left, an error beside it when it is no amount. */
export const YenField = ({ value, zero = false, onChange, notANumber, error, ...frame }: Props) => {
  const [draft, setDraft] = useState<string>();
  const bad = draft !== undefined && draft.trim() !== '' && parseYen(draft) === undefined;
  const leave = () => {
    if (!bad) {
      setDraft(undefined);
    }
  };
  return (
    <Field {...frame} error={bad ? notANumber : error}>
      {(control) => (
        <span className="yen">
          <input
            className="input input-yen"
            inputMode="numeric"
            autoComplete="off"
            value={draft ?? (value === 0 && !zero ? '' : grouped.format(value))}
            onChange={(event) => {
              setDraft(event.target.value);
              const amount = event.target.value.trim() === '' ? 0 : parseYen(event.target.value);
              if (amount !== undefined) {
                onChange(amount);
              }
            }}
            onBlur={leave}
            {...control}
          />
          <span aria-hidden="true">円</span>
        </span>
      )}
    </Field>
  );
};
