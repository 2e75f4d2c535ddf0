import { Trans, useLingui } from '@lingui/react/macro';
import type { AdjustmentFacts, NonResidentFacts, SpecialCaseFacts } from '@nencho/tax-rules';
import type { ReactNode } from 'react';
import { useDateTexts } from './date-text.js';
import { useFactLabels } from './fact-labels.js';
import { useFactTexts } from './fact-texts.js';
import { formatYen } from './yen.js';

/** One stated fact: where it stands (`path`), what it is called, and what was stated. */
export type FactLine = { readonly path: string; readonly label: string; readonly value: string };
export type FactGroup = { readonly path: string; readonly title: string; readonly lines: readonly FactLine[] };

type Shown = Readonly<Record<string, string>>;

/** What was not stated is no line. */
const stated = (values: Readonly<Record<string, string | undefined>>): Shown =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
type Family = {
  readonly name: string;
  readonly kana: string;
  readonly birthDate: string;
  readonly livingTogether: boolean;
  readonly salaryRevenue: number;
  readonly otherIncome: number;
  readonly disability: 'none' | 'general' | 'special';
  readonly nonResident?: NonResidentFacts | undefined;
};

/** The details of the special cases in words, by their paths, in the order in which they are asked. */
const useDetailValues = () => {
  const { t } = useLingui();
  const texts = useFactTexts();
  const dates = useDateTexts();
  const yesNo = (value: boolean): string => (value ? t`はい` : t`いいえ`);
  const paper = (state: NonResidentFacts['kinshipDocuments'] | undefined) =>
    state === undefined ? undefined : texts.documentState[state];
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

/** All stated facts in words, in the order of the questions: for the person before submitting and for the reviewer. */
const useFactGroups = (): ((facts: AdjustmentFacts) => readonly FactGroup[]) => {
  const { t } = useLingui();
  const texts = useFactTexts();
  const labels = useFactLabels();
  const dates = useDateTexts();
  const details = useDetailValues();
  const yesNo = (value: boolean): string => (value ? t`はい` : t`いいえ`);
  const group = (path: string, values: Shown, title = labels.group(path)): FactGroup => ({
    path,
    title,
    lines: Object.entries(values).map(([field, value]) => {
      const linePath = `${path}.${field}`;
      return { path: linePath, label: labels.field(linePath), value };
    }),
  });
  const family = (member: Family): Shown => ({
    name: member.name,
    kana: member.kana,
    birthDate: dates.date(member.birthDate),
    livingTogether: yesNo(member.livingTogether),
    salaryRevenue: formatYen(member.salaryRevenue),
    otherIncome: formatYen(member.otherIncome),
    disability: texts.disability[member.disability],
  });
  const line = (path: string, value: string): FactLine => ({ path, label: labels.place(path), value });
  const person = (facts: AdjustmentFacts): FactGroup => {
    const { person: own, specialCases, claims } = facts;
    const ofCase = details.own(facts);
    const { path, title, lines } = group('person', {
      birthDate: dates.date(own.birthDate),
      disability: texts.disability[own.disability],
    });
    const cases = (Object.keys(specialCases) as (keyof SpecialCaseFacts)[]).filter(
      (name) => specialCases[name] || Object.keys(ofCase[name] ?? {}).length > 0,
    );
    return {
      path,
      title,
      lines: [
        ...lines,
        line('claims.basicDeduction', yesNo(claims.basicDeduction)),
        ...cases.flatMap((name) => [
          line(`specialCases.${name}`, yesNo(specialCases[name])),
          ...Object.entries(ofCase[name] ?? {}).map(([path, value]) => line(path, value)),
        ]),
      ],
    };
  };
  const spouse = (member: NonNullable<AdjustmentFacts['spouse']>): FactGroup =>
    group('spouse', { ...family(member), ...details.abroad(member.nonResident, true) });
  const relative = (member: AdjustmentFacts['relatives'][number], i: number): FactGroup => {
    const { name, kana, ...rest } = family(member);
    const claimedByOther = yesNo(member.claimedByOther);
    const relation = texts.relation[member.relation];
    return group(`relatives[${i}]`, {
      ...{ name: name ?? '', kana: kana ?? '', relation },
      ...{ ...rest, claimedByOther, ...details.abroad(member.nonResident, false) },
    });
  };
  const others = (facts: AdjustmentFacts): FactGroup => ({
    path: 'otherIncome',
    title: t`そのほか`,
    lines: [
      line('otherIncome', formatYen(facts.otherIncome)),
      line('housingLoanCredit', formatYen(facts.housingLoanCredit)),
      line('claims.incomeAdjustment', yesNo(facts.claims.incomeAdjustment)),
      line('claims.lifeInsuranceUnder23', yesNo(facts.claims.lifeInsuranceUnder23)),
    ],
  });
  return (facts) => [
    person(facts),
    ...(facts.spouse === undefined ? [] : [spouse(facts.spouse)]),
    ...facts.relatives.map(relative),
    ...(facts.employers ?? []).map((employer, i) => group(`employers[${i}]`, details.employer(employer))),
    ...facts.lifeInsurance.map(({ insurer, kind, netPremium }, i) =>
      group(`lifeInsurance[${i}]`, { insurer, kind: texts.lifeKind[kind], netPremium: formatYen(netPremium) }),
    ),
    ...facts.earthquakeInsurance.map(({ insurer, kind, netPremium }, i) =>
      group(`earthquakeInsurance[${i}]`, {
        insurer,
        kind: texts.earthquakeKind[kind],
        netPremium: formatYen(netPremium),
      }),
    ),
    ...(['socialInsurance', 'mutualAid'] as const).flatMap((list) =>
      facts[list].map(({ kind, amount }, i) => group(`${list}[${i}]`, { kind, amount: formatYen(amount) })),
    ),
    others(facts),
  ];
};

/** Every stated fact in words by its path, to compare two statements. */
export const useFactValues = (): ((facts: AdjustmentFacts) => ReadonlyMap<string, string>) => {
  const groupsOf = useFactGroups();
  return (facts) => new Map(groupsOf(facts).flatMap(({ lines }) => lines.map(({ path, value }) => [path, value])));
};

type ViewProps = {
  readonly facts: AdjustmentFacts;
  /** What stands beside a group, for instance a link to change it. */
  readonly actionOf?: (group: FactGroup) => ReactNode;
  /** What stands beside a line, for instance a mark or a field to comment on. */
  readonly besideLine?: (line: FactLine) => ReactNode;
};

export const FactsView = ({ facts, actionOf, besideLine }: ViewProps) => {
  const groups = useFactGroups()(facts);
  return groups.map((group) => (
    <section className="card" key={group.path}>
      <div className="card-head">
        <h2>{group.title}</h2>
        {actionOf?.(group)}
      </div>
      <dl className="fact-lines">
        {group.lines.map((line) => (
          <div className="fact-line" key={line.path}>
            <dt>{line.label}</dt>
            <dd>{line.value === '' ? <Trans>（未入力）</Trans> : line.value}</dd>
            {besideLine !== undefined && <dd className="fact-beside">{besideLine(line)}</dd>}
          </div>
        ))}
      </dl>
    </section>
  ));
};
