import { useLingui } from '@lingui/react/macro';
import type { LocalDate } from '@nencho/kernel';
import type { WorkingStudentFacts } from '@nencho/tax-rules';
import { useFactTexts } from '../../../shared/fact-texts.js';
import { ChoiceField, TextField } from '../../../shared/field.js';
import { useCurrentDraft } from '../../draft-context.js';
import { withStatus } from '../../special-case-facts.js';
import { useFieldErrors } from '../../violations.js';
import { DocumentField } from './document-field.js';

const kinds = ['school', 'vocational_school', 'vocational_training'] as const;

/** 勤労学生. */
export const WorkingStudentFields = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  const { schoolKind: texts } = useFactTexts();
  const student = facts.status?.workingStudent;
  const isMissing = errorOf('specialCases.workingStudent') !== undefined;
  const change = (next: WorkingStudentFacts) => update((old) => withStatus(old, { workingStudent: next }));
  /** A school of the School Education Act needs no paper. */
  const chooseKind = (schoolKind: WorkingStudentFacts['schoolKind']) =>
    change({ school: '', ...student, schoolKind, ...(schoolKind === 'school' ? { certificate: undefined } : {}) });
  return (
    <>
      <ChoiceField
        legend={t`通っている学校の種類`}
        hint={t`働きながら学校に通っていて、所得の合計が決まった額までの人です。`}
        error={isMissing ? t`学校の種類を選んでください。` : errorOf('status.workingStudent')}
        value={student?.schoolKind}
        onChange={chooseKind}
        options={kinds.map((value) => ({ value, text: texts[value] }))}
      />
      {student !== undefined && (
        <>
          <TextField
            label={t`学校の名前`}
            error={errorOf('status.workingStudent.school')}
            maxLength={60}
            autoComplete="off"
            value={student.school}
            onChange={(school) => change({ ...student, school })}
          />
          <TextField
            label={t`入学した日`}
            type="date"
            error={errorOf('status.workingStudent.enrolledOn')}
            value={student.enrolledOn ?? ''}
            onChange={(day) => change({ ...student, enrolledOn: day === '' ? undefined : (day as LocalDate) })}
          />
          {student.schoolKind !== 'school' && (
            <DocumentField
              label={t`学校の証明書`}
              hint={t`専修学校・各種学校・職業訓練校の人は、学校でもらった証明書を会社に出します。`}
              error={errorOf('status.workingStudent.certificate')}
              value={student.certificate}
              onChange={(certificate) => change({ ...student, certificate })}
            />
          )}
        </>
      )}
    </>
  );
};
