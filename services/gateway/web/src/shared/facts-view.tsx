import { Trans, useLingui } from '@lingui/react/macro';
import type { AdjustmentFacts, Disability } from '@nencho/tax-rules';
import type { ReactNode } from 'react';
import { useFactTexts } from './fact-texts.js';
import { formatYen } from './yen.js';

/** One stated fact: where it stands (`path`), what it is called, and what was stated. */
export type FactLine = { readonly path: string; readonly label: string; readonly value: string };
export type FactGroup = { readonly path: string; readonly title: string; readonly lines: readonly FactLine[] };

/** All stated facts in words, in the order of the questions: for the person before submitting and for the reviewer. */
export const useFactGroups = (): ((facts: AdjustmentFacts) => readonly FactGroup[]) => {
  const { t } = useLingui();
  const texts = useFactTexts();
  const yesNo = (value: boolean): string => (value ? t`はい` : t`いいえ`);
  const disability = (value: Disability): string => texts.disability[value];
  const person = (facts: AdjustmentFacts): FactGroup => ({
    path: 'person',
    title: t`本人`,
    lines: [
      { path: 'person.birthDate', label: t`生年月日`, value: facts.person.birthDate },
      { path: 'person.disability', label: t`障害者の区分`, value: disability(facts.person.disability) },
      { path: 'claims.basicDeduction', label: t`基礎控除を申告する`, value: yesNo(facts.claims.basicDeduction) },
      ...(Object.keys(texts.specialCases) as (keyof typeof texts.specialCases)[])
        .filter((key) => facts.specialCases[key])
        .map((key) => ({ path: `specialCases.${key}`, label: texts.specialCases[key], value: yesNo(true) })),
    ],
  });
  const spouse = (facts: AdjustmentFacts): FactGroup[] =>
    facts.spouse === undefined
      ? []
      : [
          {
            path: 'spouse',
            title: t`配偶者`,
            lines: [
              { path: 'spouse.name', label: t`氏名`, value: `${facts.spouse.name}（${facts.spouse.kana}）` },
              { path: 'spouse.birthDate', label: t`生年月日`, value: facts.spouse.birthDate },
              { path: 'spouse.livingTogether', label: t`同居`, value: yesNo(facts.spouse.livingTogether) },
              { path: 'spouse.salaryRevenue', label: t`給与の収入`, value: formatYen(facts.spouse.salaryRevenue) },
              { path: 'spouse.otherIncome', label: t`給与以外の所得`, value: formatYen(facts.spouse.otherIncome) },
              { path: 'spouse.disability', label: t`障害者の区分`, value: disability(facts.spouse.disability) },
            ],
          },
        ];
  const relatives = (facts: AdjustmentFacts): FactGroup[] =>
    facts.relatives.map((relative, i) => ({
      path: `relatives[${i}]`,
      title: t`家族 ${i + 1}`,
      lines: [
        { path: `relatives[${i}].name`, label: t`氏名`, value: `${relative.name}（${relative.kana}）` },
        { path: `relatives[${i}].relation`, label: t`続柄`, value: texts.relation[relative.relation] },
        { path: `relatives[${i}].birthDate`, label: t`生年月日`, value: relative.birthDate },
        { path: `relatives[${i}].livingTogether`, label: t`同居`, value: yesNo(relative.livingTogether) },
        { path: `relatives[${i}].salaryRevenue`, label: t`給与の収入`, value: formatYen(relative.salaryRevenue) },
        { path: `relatives[${i}].otherIncome`, label: t`給与以外の所得`, value: formatYen(relative.otherIncome) },
        { path: `relatives[${i}].disability`, label: t`障害者の区分`, value: disability(relative.disability) },
        { path: `relatives[${i}].claimedByOther`, label: t`ほかの家族が控除`, value: yesNo(relative.claimedByOther) },
      ],
    }));
  const insurance = (facts: AdjustmentFacts): FactGroup[] => [
    ...facts.lifeInsurance.map((policy, i) => ({
      path: `lifeInsurance[${i}]`,
      title: t`生命保険 ${i + 1}`,
      lines: [
        { path: `lifeInsurance[${i}].insurer`, label: t`保険会社`, value: policy.insurer },
        { path: `lifeInsurance[${i}].kind`, label: t`区分`, value: texts.lifeKind[policy.kind] },
        { path: `lifeInsurance[${i}].netPremium`, label: t`保険料`, value: formatYen(policy.netPremium) },
      ],
    })),
    ...facts.earthquakeInsurance.map((policy, i) => ({
      path: `earthquakeInsurance[${i}]`,
      title: t`地震保険 ${i + 1}`,
      lines: [
        { path: `earthquakeInsurance[${i}].insurer`, label: t`保険会社`, value: policy.insurer },
        { path: `earthquakeInsurance[${i}].kind`, label: t`区分`, value: texts.earthquakeKind[policy.kind] },
        { path: `earthquakeInsurance[${i}].netPremium`, label: t`保険料`, value: formatYen(policy.netPremium) },
      ],
    })),
  ];
  const others = (facts: AdjustmentFacts): FactGroup => ({
    path: 'otherIncome',
    title: t`そのほか`,
    lines: [
      ...facts.socialInsurance.map((item, i) => ({
        path: `socialInsurance[${i}].amount`,
        label: t`社会保険料 ${item.kind}`,
        value: formatYen(item.amount),
      })),
      ...facts.mutualAid.map((item, i) => ({
        path: `mutualAid[${i}].amount`,
        label: t`掛金 ${item.kind}`,
        value: formatYen(item.amount),
      })),
      { path: 'housingLoanCredit', label: t`住宅借入金等特別控除額`, value: formatYen(facts.housingLoanCredit) },
      { path: 'otherIncome', label: t`給与以外の所得`, value: formatYen(facts.otherIncome) },
      {
        path: 'claims.incomeAdjustment',
        label: t`所得金額調整控除を申告する`,
        value: yesNo(facts.claims.incomeAdjustment),
      },
      {
        path: 'claims.lifeInsuranceUnder23',
        label: t`生命保険料の特例を申告する`,
        value: yesNo(facts.claims.lifeInsuranceUnder23),
      },
    ],
  });
  return (facts) => [person(facts), ...spouse(facts), ...relatives(facts), ...insurance(facts), others(facts)];
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
