import { type ReactNode, useId } from 'react';

type Frame = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly optional?: ReactNode;
};

type ControlProps = { readonly id: string; readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: true };

/** Marks a control by its error, and ties the texts around it to it. */
const described = (id: string, hint: ReactNode, error: ReactNode): Omit<ControlProps, 'id'> => {
  const texts = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return {
    ...(texts === '' ? {} : { 'aria-describedby': texts }),
    ...(error === undefined ? {} : { 'aria-invalid': true }),
  };
};

/** Label, hint and error around one control; the error stands beside the field and is tied to it. */
export const Field = ({
  label,
  hint,
  error,
  optional,
  children,
}: Frame & { readonly children: (control: ControlProps) => ReactNode }) => {
  const id = useId();
  return (
    <div className={error === undefined ? 'field' : 'field field-invalid'}>
      <label className="field-label" htmlFor={id}>
        {label}
        {optional !== undefined && <span className="field-optional">{optional}</span>}
      </label>
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({ id, ...described(id, hint, error) })}
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
};

type TextProps = Frame & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'date' | 'search';
  readonly inputMode?: 'text' | 'numeric';
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly name?: string;
  readonly required?: boolean;
  /** For a field that the person has just asked for. */
  readonly autoFocus?: boolean;
};

export const TextField = ({ value, onChange, type = 'text', required, ...rest }: TextProps) => {
  const { label, hint, error, optional, ...control } = rest;
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(frame) => (
        <input
          className="input"
          type={type}
          value={value}
          aria-required={required}
          onChange={(event) => onChange(event.target.value)}
          {...control}
          {...frame}
        />
      )}
    </Field>
  );
};

type SelectProps<T extends string> = Frame & {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly text: string }[];
};

export const SelectField = <T extends string>({ value, onChange, options, ...frameProps }: SelectProps<T>) => (
  <Field {...frameProps}>
    {(frame) => (
      <select className="input" value={value} onChange={(event) => onChange(event.target.value as T)} {...frame}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    )}
  </Field>
);

type ChoiceProps<T extends string> = {
  readonly legend: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly text: ReactNode; readonly hint?: ReactNode }[];
};

/** One of a few: big radio buttons, one a line, for a thumb. */
export const ChoiceField = <T extends string>({ legend, hint, error, value, onChange, options }: ChoiceProps<T>) => {
  const name = useId();
  return (
    <fieldset className={error === undefined ? 'choice' : 'choice field-invalid'}>
      <legend className="field-label">{legend}</legend>
      {hint !== undefined && (
        <p className="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {options.map((option) => (
        <label className="choice-option" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            aria-describedby={described(name, hint, error)['aria-describedby']}
          />
          <span>
            {option.text}
            {option.hint !== undefined && <span className="choice-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
      {error !== undefined && (
        <p className="field-error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
};

/** Yes or no, as one checkbox. */
export const CheckField = ({
  checked,
  onChange,
  hint,
  error,
  children,
}: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <div className={error === undefined ? 'field' : 'field field-invalid'}>
      <label className="choice-option">
        <input
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          {...described(id, hint, error)}
        />
        <span>{children}</span>
      </label>
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
};
