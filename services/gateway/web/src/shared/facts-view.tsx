import { Trans, useLingui } from '@lingui/react/macro';
import type { AdjustmentFacts } from '@nencho/tax-rules';
import type { ReactNode } from 'react';
import { useDateTexts } from './date-text.js';
import { useFactLabels } from './fact-labels.js';
import { useFactTexts } from './fact-texts.js';
import { formatYen } from './yen.js';

/** One stated fact: where it stands (`path`), what it is called, and what was stated. */
export type FactLine = { readonly path: string; readonly label: string; readonly value: string };
export type FactGroup = { readonly path: string; readonly title: string; readonly lines: readonly FactLine[] };

type Shown = Readonly<Record<string, string>>;
type Family = {
  readonly name: string;
  readonly kana: string;
  readonly birthDate: string;
  readonly livingTogether: boolean;
  readonly salaryRevenue: number;
  readonly otherIncome: number;
  readonly disability: 'none' | 'general' | 'special';
};

/** All stated facts in words, in the order of the questions: for the person before submitting and for the reviewer. */
const useFactGroups = (): ((facts: AdjustmentFacts) => readonly FactGroup[]) => {
  const { t } = useLingui();
  const texts = useFactTexts();
  const labels = useFactLabels();
  const dates = useDateTexts();
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
  const person = ({ person: own, specialCases, claims }: AdjustmentFacts): FactGroup => {
    const { path, title, lines } = group('person', {
      birthDate: dates.date(own.birthDate),
      disability: texts.disability[own.disability],
    });
    const cases = Object.entries(specialCases).filter(([, applies]) => applies);
    return {
      path,
      title,
      lines: [
        ...lines,
        line('claims.basicDeduction', yesNo(claims.basicDeduction)),
        ...cases.map(([name]) => line(`specialCases.${name}`, yesNo(true))),
      ],
    };
  };
  const relative = (member: AdjustmentFacts['relatives'][number], i: number): FactGroup => {
    const { name, kana, ...rest } = family(member);
    const claimedByOther = yesNo(member.claimedByOther);
    const relation = texts.relation[member.relation];
    return group(`relatives[${i}]`, { name: name ?? '', kana: kana ?? '', relation, ...rest, claimedByOther });
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
    ...(facts.spouse === undefined ? [] : [group('spouse', family(facts.spouse))]),
    ...facts.relatives.map(relative),
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
