import { yenValue, dateValue, line, markValue, textValue, type ViewLine, type ViewSection } from './view.js';
import type { StatedRelative, ViewPeople, ViewSource } from './view-source.js';
import { proofText, relationWords } from './words.js';

/** The four requirements of 措法第41条の3の11第1項, as far as somebody of the family meets them. */
type Requirements = {
  readonly person: boolean;
  readonly spouse: boolean;
  readonly specialRelative: StatedRelative | undefined;
  readonly young: StatedRelative | undefined;
};

const requirementsOf = ({ facts, input }: ViewSource, { judged, relatives, rules }: ViewPeople): Requirements => {
  const dependants = relatives.filter(({ isDependant }) => isDependant);
  // The person whom the form names, if there is one, before whoever comes first.
  const named = facts.claims.incomeAdjustmentPerson;
  const choose = (meets: (one: StatedRelative) => boolean) =>
    dependants.find((one) => meets(one) && one.id === named) ?? dependants.find(meets);
  return {
    person: input.disability === 'special',
    spouse: judged.spouse?.isDependant === true && judged.spouse.disability === 'special',
    specialRelative: choose(({ disability }) => disability === 'special'),
    young: choose(({ ageAtYearEnd }) => ageAtYearEnd < rules.youngDependantBelowAge.value),
  };
};

const relativeLines = ({ stated, totalIncome, disability }: StatedRelative): readonly ViewLine[] => [
  line('', '要件に該当する人の氏名', textValue(stated.name)),
  line('', '続柄', textValue(relationWords[stated.relation])),
  line('', '生年月日', dateValue(stated.birthDate)),
  line('', '住所又は居所（本人と異なる場合）', textValue(stated.address)),
  line('', '合計所得金額の見積額', yenValue(totalIncome)),
  line('', '特別障害者に該当する事実', textValue(disability === 'special' ? proofText(stated.disabilityProof) : '')),
];

const spouseLines = ({ facts }: ViewSource, { judged }: ViewPeople): readonly ViewLine[] =>
  facts.spouse === undefined
    ? []
    : [
        line('', '要件に該当する人の氏名', textValue(facts.spouse.name)),
        line('', '生年月日', dateValue(facts.spouse.birthDate)),
        line('', '住所又は居所（本人と異なる場合）', textValue(facts.spouse.address)),
        line('', '合計所得金額の見積額', yenValue(judged.spouse?.totalIncome)),
        line('', '特別障害者に該当する事実', textValue(proofText(facts.spouse.disabilityProof))),
      ];

/** 所得金額調整控除申告書: only on a claim, only above the threshold of pay. */
export const incomeAdjustmentSection = (source: ViewSource, everybody: ViewPeople): ViewSection => {
  const { input, facts } = source;
  const heading = '所得金額調整控除申告書';
  const above = input.salaryTotal > everybody.rules.incomeAdjustment.value.above;
  if (!above || !input.claims.incomeAdjustment) return { heading, lines: [] };
  const requirements = requirementsOf(source, everybody);
  const { specialRelative, young } = requirements;
  const relative = specialRelative ?? young;
  const own = line('', '特別障害者に該当する事実', textValue(proofText(facts.person.disabilityProof)));
  const rest = requirements.spouse
    ? spouseLines(source, everybody)
    : relative === undefined
      ? []
      : relativeLines(relative);
  return {
    heading,
    lines: [
      line('', '要件 あなた自身が特別障害者', markValue(requirements.person)),
      line('', '要件 同一生計配偶者が特別障害者', markValue(requirements.spouse)),
      line('', '要件 扶養親族が特別障害者', markValue(specialRelative !== undefined)),
      line('', '要件 扶養親族が年齢23歳未満', markValue(young !== undefined)),
      ...(requirements.person ? [own] : rest),
    ],
  };
};
