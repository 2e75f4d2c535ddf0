import { subYen, type LocalDate, type Yen } from '@nencho/kernel';
import type { AdjustmentResult } from '../adjustment.js';
import type { EmployerFacts } from '../employment-facts.js';
import type { Disability } from '../facts.js';
import type { JudgedFamily } from '../family.js';
import type { RuleSet } from '../parameters/rule-set.js';
import { eraText } from './era-date.js';
import { slipRows, type RemarkKind } from '../parameters/slip-law.js';
import { codeOfRelative, type SlipCopy } from './slip-people.js';
import type { StatedRelative } from './view-source.js';

/** A text of 摘要 and why it stands there (`remarkRules` has its source). */
export type Remark = { readonly kind: RemarkKind; readonly text: string };

/** What of the result the remarks need. */
export type RemarkResult = Pick<
  AdjustmentResult,
  | 'box10IncomeAdjustment'
  | 'spouseDeductionKind'
  | 'lifeUnder23SpecialApplied'
  | 'flatReductionAmount'
  | 'flatReductionUnused'
>;

export type RemarkSource = {
  readonly copy: SlipCopy;
  readonly rules: RuleSet;
  readonly disability: Disability;
  readonly spouse: JudgedFamily['spouse'];
  readonly spouseName: string;
  /** Whether the spouse stands in ㉒. */
  readonly spouseIsNamed: boolean;
  /** Everybody, also whom another taxpayer claims. */
  readonly family: readonly StatedRelative[];
  /** 控除対象扶養親族等 and 16歳未満 of the slip, all of them. */
  readonly relatives: readonly StatedRelative[];
  readonly young: readonly StatedRelative[];
  /** 新生命保険料 of the year. */
  readonly newGeneralPremiums: Yen;
  /** Previous employers whose pay is part of the adjustment. */
  readonly employers: readonly EmployerFacts[];
  readonly joinedOn: LocalDate | undefined;
  readonly leftOn: LocalDate | undefined;
  /** Absent where nothing was adjusted. */
  readonly result: RemarkResult | undefined;
};

const yenText = (amount: Yen): string => `${amount.toLocaleString('en-US')}円`;

/** Names beyond the rows, numbered; the same number stands before the My Number in 備考. A resident needs no code. */
const furtherPeople = ({ copy, rules, relatives, young }: RemarkSource): Remark[] => {
  const code = (relative: StatedRelative): string => {
    const text = codeOfRelative(relative, copy, rules);
    return text === '' || text === '00' ? '' : `(${text})`;
  };
  const rows = slipRows.value;
  const further = [
    ...relatives
      .slice(rows)
      .map((one) => ({ kind: 'further_relative' as const, text: `${one.stated.name}${code(one)}` })),
    ...young
      .slice(rows)
      .map((one) => ({ kind: 'further_young' as const, text: `${one.stated.name}(年少)${code(one)}` })),
  ];
  return further.map(({ kind, text }, i) => ({ kind, text: `(${i + 1})${text}` }));
};

/** 同一生計配偶者 with a disability who stands in no box, the person's own income being too high. */
const disabledSpouse = ({ spouse, spouseName, spouseIsNamed }: RemarkSource): Remark[] =>
  spouse?.isDependant === true && spouse.disability !== 'none' && !spouseIsNamed
    ? [{ kind: 'disabled_spouse', text: `${spouseName}(同配)` }]
    : [];

/** 所得金額調整控除 by somebody who stands in no box, being claimed by another taxpayer of the household. */
const adjustmentReason = (source: RemarkSource, { box10IncomeAdjustment }: RemarkResult): Remark[] => {
  const { disability, spouse, family, rules } = source;
  if (box10IncomeAdjustment === 0 || disability === 'special') return [];
  if (spouse?.isDependant === true && spouse.disability === 'special') return [];
  const qualifying = family.filter(
    (one) => one.isDependant && (one.ageAtYearEnd < rules.youngDependantBelowAge.value || one.disability === 'special'),
  );
  const [first] = qualifying;
  if (first === undefined || qualifying.some(({ claimedByOther }) => !claimedByOther)) return [];
  return [{ kind: 'income_adjustment', text: `${first.stated.name}(調整)` }];
};

/** 定額減税 of R6: what was taken off, what was left over, and whether the spouse counted without 配偶者控除. */
const flatReduction = ({ spouse }: RemarkSource, result: RemarkResult): Remark[] => {
  const { flatReductionAmount: amount, flatReductionUnused: unused } = result;
  if (amount === 0) return [];
  const spouseCounts = spouse?.isDependant === true && !spouse.nonResident && result.spouseDeductionKind === 'none';
  return [
    { kind: 'flat_reduction', text: `源泉徴収時所得税減税控除済額${yenText(subYen(amount, unused))}` },
    { kind: 'flat_reduction', text: `控除外額${yenText(unused)}` },
    ...(spouseCounts ? [{ kind: 'flat_reduction_spouse' as const, text: '非控除対象配偶者減税有' }] : []),
  ];
};

/** Where there are new general premiums for it. */
const lifeSpecial = ({ newGeneralPremiums }: RemarkSource, { lifeUnder23SpecialApplied }: RemarkResult): Remark[] =>
  lifeUnder23SpecialApplied && newGeneralPremiums > 0
    ? [{ kind: 'life_special', text: '租税特別措置法第41条の15の5第1項適用' }]
    : [];

/** A previous employer whose pay is part of this adjustment: who, where, until when, and the three figures of the slip. */
const previousEmployers = ({ employers }: RemarkSource): Remark[] =>
  employers.map(({ name, address = '', leftOn, salary, withheldTax, socialInsurance }) => ({
    kind: 'previous_employer',
    text: [
      ...['前職', address, name].filter((part) => part !== ''),
      ...(leftOn === undefined ? [] : [`${eraText(leftOn)}退職`]),
      ...[`支払金額${yenText(salary)}`, `源泉徴収税額${yenText(withheldTax)}`],
      `社会保険料等の金額${yenText(socialInsurance)}`,
    ].join(' '),
  }));

/** Joined and left within the year: the box has room for one day, which is the last. */
const joinedAndLeft = ({ joinedOn, leftOn }: RemarkSource): Remark[] =>
  joinedOn === undefined || leftOn === undefined ? [] : [{ kind: 'joined_and_left', text: `${eraText(joinedOn)}就職` }];

export const slipRemarks = (source: RemarkSource): readonly Remark[] => {
  const { result } = source;
  return [
    ...furtherPeople(source),
    ...disabledSpouse(source),
    ...(result === undefined
      ? []
      : [
          ...adjustmentReason(source, result),
          ...lifeSpecial(source, result),
          ...flatReduction(source, result),
          ...previousEmployers(source),
        ]),
    ...joinedAndLeft(source),
  ];
};
