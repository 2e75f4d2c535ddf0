import { yen, type Yen } from '@nencho/kernel';
import { earthquakeInsuranceDeduction, type EarthquakePremiums } from './earthquake-insurance-deduction.js';
import type { EarthquakeInsuranceFacts, EarthquakeInsuranceKind } from './facts.js';
import type { RuleSet } from './parameters/rule-set.js';

/** As what each contract is deducted, in the order of the facts, and the sums that follow. */
export type EarthquakeChoice = {
  readonly kinds: readonly EarthquakeInsuranceKind[];
  readonly premiums: EarthquakePremiums;
};

const nothing: EarthquakeChoice = { kinds: [], premiums: { earthquake: yen(0), oldLongTerm: yen(0) } };

const otherKind = (kind: EarthquakeInsuranceKind): EarthquakeInsuranceKind =>
  kind === 'earthquake' ? 'old_long_term' : 'earthquake';

const withContract = (
  { kinds, premiums }: EarthquakeChoice,
  kind: EarthquakeInsuranceKind,
  premium: Yen,
): EarthquakeChoice => {
  const [earthquake, oldLongTerm] = kind === 'earthquake' ? [premium, yen(0)] : [yen(0), premium];
  return {
    kinds: [...kinds, kind],
    premiums: {
      earthquake: yen(premiums.earthquake + earthquake),
      oldLongTerm: yen(premiums.oldLongTerm + oldLongTerm),
    },
  };
};

/**
 * Of choices with the same old premiums only the one with the most earthquake premiums can be best; above the last tier of the
 * old formula all are alike. So there are never more of them than yen in that table.
 */
const bestOnly = (choices: readonly EarthquakeChoice[], saturated: number): readonly EarthquakeChoice[] => {
  const best = new Map<number, EarthquakeChoice>();
  for (const choice of choices) {
    const key = Math.min(choice.premiums.oldLongTerm, saturated);
    const known = best.get(key);
    if (known === undefined || choice.premiums.earthquake > known.premiums.earthquake) best.set(key, choice);
  }
  return [...best.values()];
};

/**
 * 地震保険料控除: a contract that qualifies as both kinds is deducted as one of them (所得税法第77条, 平成18年改正法附則第10条). The
 * choice with the largest deduction; among equals the kinds as they were stated.
 */
export const chooseEarthquakeKinds = (
  contracts: readonly EarthquakeInsuranceFacts[],
  rules: Pick<RuleSet, 'earthquake'>,
): EarthquakeChoice => {
  const saturated = (rules.earthquake.oldLongTerm.value.tiers.at(-1)?.upTo ?? 0) + 1;
  const choices = contracts.reduce<readonly EarthquakeChoice[]>(
    (so, { kind, netPremium, premiumAsOtherKind: other }) =>
      other === undefined
        ? so.map((choice) => withContract(choice, kind, netPremium))
        : bestOnly(
            [
              ...so.map((choice) => withContract(choice, kind, netPremium)),
              ...so.map((choice) => withContract(choice, otherKind(kind), other)),
            ],
            saturated,
          ),
    [nothing],
  );
  const worth = (choice: EarthquakeChoice): Yen => earthquakeInsuranceDeduction(choice.premiums, rules);
  const [first = nothing, ...others] = choices;
  return others.reduce((best, choice) => (worth(choice) > worth(best) ? choice : best), first);
};
