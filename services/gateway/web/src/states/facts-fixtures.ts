import { localDate, yen } from '@nencho/kernel';
import { emptyFacts, type AdjustmentFacts, type NonResidentFacts } from '@nencho/tax-rules';
import type { DeclarationView } from '../api/types.js';
import { id, several, wordsOf, type Amount } from './amounts.js';

/** Whether the special cases of a screen are ticked with their details, or ticked alone. */
export type CasesOfScreen = 'stated' | 'missing';

const ticked = {
  ...{ widow: true, singleParent: true, workingStudent: true },
  ...{ nonResidentRelative: true, publicPension: true, otherEmployer: true },
};

const abroad: NonResidentFacts = {
  ...{ reason: 'study_abroad', remittance: yen(400_000) },
  ...{ kinshipDocuments: 'received', remittanceDocuments: 'promised', studyDocuments: 'missing' },
};

const withDetails = (facts: AdjustmentFacts, name: string): AdjustmentFacts => ({
  ...facts,
  spouse: facts.spouse === undefined ? undefined : { ...facts.spouse, livingTogether: false, nonResident: abroad },
  relatives: facts.relatives.map((relative, i) =>
    i === 0 ? { ...relative, livingTogether: false, nonResident: abroad } : relative,
  ),
  incomes: [
    { kind: 'public_pension', amount: yen(0) },
    { kind: 'business', amount: yen(300_000) }, // no page asks for it: it came by the API
  ],
  status: {
    widow: { reason: 'divorced', deFactoPartner: false },
    singleParent: { reason: 'unmarried', childId: facts.relatives[0]?.id, deFactoPartner: false },
    workingStudent: { school: name, schoolKind: 'vocational_school', enrolledOn: localDate('2025-04-01') },
  },
  employers: (['previous', 'concurrent'] as const).map((kind) => ({
    ...{ id: kind, name, kind, column: kind === 'previous' ? 'main' : 'secondary', slip: 'promised' },
    ...{ salary: yen(1_234_567), withheldTax: yen(23_450), socialInsurance: yen(180_000) },
    ...(kind === 'previous' ? { leftOn: localDate('2026-05-31') } : {}),
  })),
});

/** Every special case at once: more than anybody has, so that each is on the page. */
const withCases = (facts: AdjustmentFacts, cases: CasesOfScreen, name: string): AdjustmentFacts => {
  const marked = { ...facts, specialCases: ticked };
  return cases === 'missing' ? marked : withDetails(marked, name);
};

const iDeCo = { id: 'ideco', kind: 'iDeCo', amount: yen(276_000) };

const plainFacts = (amount: Amount): DeclarationView['facts'] => {
  const { name } = wordsOf(amount);
  const birthDate = localDate('2008-05-06');
  const nothing = { salaryRevenue: yen(0), otherIncome: yen(0), disability: 'none', livingTogether: true } as const;
  return {
    ...emptyFacts(localDate('1980-01-01')),
    ...(amount === 'none'
      ? {}
      : { spouse: { ...nothing, name, kana: 'ミホン ハナコ', birthDate: localDate('1982-03-04') } }),
    relatives: several(amount, (number) => ({
      ...nothing,
      ...{ id: id(number), name, kana: 'ミホン イチロウ', relation: 'child', birthDate, claimedByOther: false },
    })),
  };
};

/** What a declaration of a screen states. */
export const factsOf = (amount: Amount, cases: CasesOfScreen | undefined): DeclarationView['facts'] =>
  cases === undefined ? plainFacts(amount) : withCases(plainFacts(amount), cases, wordsOf(amount).company);

/** With special cases there is an earlier submission, of which something was withdrawn. */
export const revisionsOf = (amount: Amount, cases: CasesOfScreen | undefined): DeclarationView['revisions'] => {
  const [now, earlier] = [factsOf(amount, cases), { ...plainFacts(amount), mutualAid: [iDeCo] }];
  return cases === undefined
    ? []
    : [earlier, now].map((facts, i) => ({
        ...{ number: i + 1, submittedAt: '2026-11-20T10:15:00+09:00', facts, attachmentIds: [] },
      }));
};
