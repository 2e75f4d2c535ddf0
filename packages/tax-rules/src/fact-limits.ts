/** Bounds of the input, not of the law: no honest entry comes near them. */
export const factLimits = {
  amount: 9_999_999_999,
  text: 60,
  id: 64,
  relatives: 20,
  lifeInsurance: 50,
  earthquakeInsurance: 20,
  socialInsurance: 20,
  mutualAid: 20,
  employers: 20,
  incomes: 25,
  longText: 120,
  earliestBirthDate: '1900-01-01',
} as const;
