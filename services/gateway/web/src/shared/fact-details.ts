import { useLingui } from '@lingui/react/macro';
import type { AdjustmentFacts, DocumentState, NonResidentFacts, SpecialCaseFacts } from '@nencho/tax-rules';
import { useDateTexts } from './date-text.js';
import { useFactTexts } from './fact-texts.js';
import { formatYen } from './yen.js';

/** Facts in words by their paths, or by their fields within a group. */
export type Shown = Readonly<Record<string, string>>;

/** What was not stated is no line. */
const stated = (values: Readonly<Record<string, string | undefined>>): Shown =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
/** The details of the special cases in words, by their paths, in the order in which they are asked. */
export const useDetailValues = () => {
  const { t } = useLingui();
  const texts = useFactTexts();
  const dates = useDateTexts();
  const yesNo = (value: boolean): string => (value ? t`はい` : t`いいえ`);
  const paper = (state: DocumentState | undefined) => (state === undefined ? undefined : texts.documentState[state]);
  const day = (date: string | undefined) => (date === undefined ? undefined : dates.date(date));
  const own = ({
    status: { widow, singleParent, workingStudent } = {},
    incomes = [],
    relatives,
  }: AdjustmentFacts): Partial<Record<keyof SpecialCaseFacts, Shown>> => ({
    ...(widow === undefined
      ? {}
      : {
          widow: {
            'status.widow.reason': texts.lostSpouse[widow.reason],
            'status.widow.deFactoPartner': yesNo(widow.deFactoPartner),
          },
        }),
    ...(singleParent === undefined
      ? {}
      : {
          singleParent: {
            'status.singleParent.reason': texts.lostSpouse[singleParent.reason],
            'status.singleParent.childId': relatives.find(({ id }) => id === singleParent.childId)?.name ?? '',
            'status.singleParent.deFactoPartner': yesNo(singleParent.deFactoPartner),
          },
        }),
    ...(workingStudent === undefined
      ? {}
      : {
          workingStudent: stated({
            'status.workingStudent.schoolKind': texts.schoolKind[workingStudent.schoolKind],
            'status.workingStudent.school': workingStudent.school,
            'status.workingStudent.enrolledOn': day(workingStudent.enrolledOn),
            'status.workingStudent.certificate': paper(workingStudent.certificate),
          }),
        }),
    publicPension: Object.fromEntries(
      incomes.flatMap(({ kind, amount }, i) =>
        kind === 'public_pension' ? [[`incomes[${i}].amount`, formatYen(amount)]] : [],
      ),
    ),
  });
  const abroad = (facts: NonResidentFacts | undefined, isSpouse: boolean): Shown =>
    facts === undefined
      ? {}
      : stated({
          nonResident: yesNo(true),
          'nonResident.reason': isSpouse ? undefined : texts.abroadReason[facts.reason],
          'nonResident.remittance': formatYen(facts.remittance),
          'nonResident.kinshipDocuments': paper(facts.kinshipDocuments),
          'nonResident.remittanceDocuments': paper(facts.remittanceDocuments),
          'nonResident.studyDocuments': paper(facts.studyDocuments),
        });
  const employer = (facts: NonNullable<AdjustmentFacts['employers']>[number]): Shown =>
    stated({
      name: facts.name,
      kind: texts.employerKind[facts.kind],
      column: texts.column[facts.column],
      salary: formatYen(facts.salary),
      withheldTax: formatYen(facts.withheldTax),
      socialInsurance: formatYen(facts.socialInsurance),
      leftOn: day(facts.leftOn),
      slip: texts.documentState[facts.slip],
    });
  return { own, abroad, employer };
};

type Leaf = string | number | boolean;

/** Every single thing that is stated, by its path. */
const leavesOf = (value: unknown, path: string): readonly (readonly [path: string, value: Leaf])[] => {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => leavesOf(item, `${path}[${i}]`));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, path === '' ? key : `${path}.${key}`));
  }
  return value === undefined || value === null ? [] : [[path, value as Leaf]];
};

/** What is no statement of its own: names of rows, ticks that are not set, the estimate, and what a line beside it says. */
const isNoLine = /(^|\.)id$|^specialCases\.|^person\.estimatedSalary$|^spouse\.nonResident\.reason$/;
const isDay = /^\d{4}-\d\d-\d\d$/;

/** What was stated by another way than these pages, so that nothing that counts is hidden from who reads them. */
export const useRemainingValues = (): ((facts: AdjustmentFacts, shown: ReadonlySet<string>) => Shown) => {
  const { t } = useLingui();
  const dates = useDateTexts();
  const { documentState } = useFactTexts();
  const inWords = (value: Leaf): string => {
    if (typeof value === 'boolean') {
      return value ? t`はい` : t`いいえ`;
    }
    const text = String(value);
    return isDay.test(text) ? dates.date(text) : ((documentState as Shown)[text] ?? text);
  };
  return (facts, shown) =>
    Object.fromEntries(
      leavesOf(facts, '')
        .filter(([path, value]) => !shown.has(path) && !isNoLine.test(path) && value !== 'public_pension')
        .map(([path, value]) => [path, inWords(value)]),
    );
};
