import { Trans, useLingui } from '@lingui/react/macro';
import type { AdjustmentFacts, NonResidentFacts, SpecialCaseFacts } from '@nencho/tax-rules';
import type { ReactNode } from 'react';
import { useDateTexts } from './date-text.js';
import { useDetailValues, useRemainingValues, type Shown } from './fact-details.js';
import { useFactLabels } from './fact-labels.js';
import { useFactTexts } from './fact-texts.js';
import { formatYen } from './yen.js';

/** One stated fact: where it stands (`path`), what it is called, and what was stated. */
export type FactLine = { readonly path: string; readonly label: string; readonly value: string };
export type FactGroup = { readonly path: string; readonly title: string; readonly lines: readonly FactLine[] };

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

/** All stated facts in words, in the order of the questions: for the person before submitting and for the reviewer. */
const useFactGroups = (): ((facts: AdjustmentFacts) => readonly FactGroup[]) => {
  const { t } = useLingui();
  const texts = useFactTexts();
  const labels = useFactLabels();
  const dates = useDateTexts();
  const details = useDetailValues();
  const remainingOf = useRemainingValues();
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
          ...Object.entries(ofCase[name] ?? {}).map(([detail, value]) =>
            name === 'publicPension' ? { path: detail, label: t`公的年金等の所得`, value } : line(detail, value),
          ),
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
  const groupsOf = (facts: AdjustmentFacts): readonly FactGroup[] => [
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
  ];
  return (facts) => {
    const [groups, rest] = [groupsOf(facts), others(facts)];
    const shown = new Set([...groups, rest].flatMap(({ lines }) => lines.map(({ path }) => path)));
    const remaining = Object.entries(remainingOf(facts, shown)).map(([path, value]) => ({
      ...{ path, value },
      label: labels.field(path) === '' ? path : labels.place(path),
    }));
    return [...groups, { ...rest, lines: [...rest.lines, ...remaining] }];
  };
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
