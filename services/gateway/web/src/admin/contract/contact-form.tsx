import { Trans, useLingui } from '@lingui/react/macro';
import { type SubmitEvent, useState } from 'react';
import { Letter } from '../../contract/letter.js';
import { Button } from '../../shared/button.js';
import { TextField } from '../../shared/field.js';
import { Notice } from '../../shared/notice.js';
import { useServerErrors } from '../../shared/rule-text.js';
import { useAction } from '../../shared/use-action.js';
import { ActError } from './act-error.js';

const nothingYet = { organisation: '', contactName: '', postalCode: '', address: '' };
type Fields = typeof nothingYet;
type Name = keyof Fields;
const names = Object.keys(nothingYet) as readonly Name[];

/** Whom the certificate is for. The answer is a letter with the one-time code, printed here and kept nowhere. */
export const ContactForm = ({ recorded }: { recorded: boolean }) => {
  const { t } = useLingui();
  const [fields, setFields] = useState(nothingYet);
  const [asked, setAsked] = useState(false);
  const [letter, setLetter] = useState('');
  const record = useAction<{ letter: string }, Fields>(
    'POST',
    () => '/api/v1/contract-end/contact',
    ['contract-end'],
    (answer) => {
      setLetter(answer.letter);
      setFields(nothingYet);
      setAsked(false);
      record.reset();
    },
  );
  const serverErrors = useServerErrors(record.error);
  if (letter !== '') {
    return <Letter text={letter} onDone={() => setLetter('')} />;
  }
  const labels: Record<Name, string> = {
    organisation: t`会社または組織の名前`,
    contactName: t`受け取る人の氏名`,
    postalCode: t`郵便番号`,
    address: t`住所`,
  };
  const errorOf = (name: Name): string | undefined =>
    asked && fields[name].trim() === '' ? t`入力してください。` : serverErrors(name);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setAsked(true);
    if (names.every((name) => fields[name].trim() !== '')) {
      record.mutate(fields);
    }
  };
  return (
    <form className="form" noValidate onSubmit={submit}>
      {recorded && (
        <Notice tone="info" title={t`あて先は記録ずみです。もう一度記録すると、前の書面のコードは使えなくなります。`} />
      )}
      {names.map((name) => (
        <TextField
          key={name}
          label={labels[name]}
          autoComplete="off"
          required
          error={errorOf(name)}
          value={fields[name]}
          onChange={(value) => setFields({ ...fields, [name]: value })}
        />
      ))}
      {record.isError && <ActError error={record.error} shown={names} />}
      <div className="actions">
        <Button type="submit" busy={record.isPending}>
          <Trans>あて先を記録して、書面を表示する</Trans>
        </Button>
      </div>
    </form>
  );
};
