import type { IncomeKind } from '../income-facts.js';

type IncomeKindText = {
  /** The article that says what the income is. */
  readonly law: string;
  /** How the amount is reached, in the words of the form; of the kinds that do not count, why they do not. */
  readonly how: string;
};

/** Every kind of income, pay excepted. The articles and how they say it are memory. */
export const incomeKindTexts: Readonly<Record<IncomeKind, IncomeKindText>> = {
  public_pension: {
    law: '所得税法第35条',
    how: '公的年金等の収入金額から公的年金等控除額を引いた後',
  },
  business: {
    law: '所得税法第27条',
    how: '総収入金額から必要経費を引いた後',
  },
  real_estate: {
    law: '所得税法第26条',
    how: '総収入金額から必要経費を引いた後',
  },
  miscellaneous: {
    law: '所得税法第35条',
    how: '公的年金等以外の雑所得: 総収入金額から必要経費を引いた後',
  },
  interest: {
    law: '所得税法第23条',
    how: '源泉分離課税でない利子: 収入金額のまま',
  },
  dividend: {
    law: '所得税法第24条',
    how: '収入金額から株式などを取得するための借入金の利子を引いた後',
  },
  occasional: {
    law: '所得税法第22条・第34条',
    how: '特別控除後の金額の2分の1',
  },
  capital_gain: {
    law: '所得税法第22条・第33条',
    how: '土地建物・株式等以外の譲渡: 特別控除後。所有が5年を超えるものは2分の1',
  },
  land_and_buildings: {
    law: '措法第31条・第32条',
    how: '土地や建物の譲渡: 特別控除前の譲渡所得の金額',
  },
  shares: {
    law: '措法第37条の10・第37条の11',
    how: '申告する株式等の譲渡所得等の金額',
  },
  futures: {
    law: '措法第41条の14',
    how: '先物取引に係る雑所得等の金額',
  },
  forestry: {
    law: '所得税法第32条',
    how: '特別控除後の山林所得の金額',
  },
  retirement: {
    law: '所得税法第30条',
    how: '収入金額から退職所得控除額を引いた残りの、原則2分の1',
  },
  other: {
    law: '所得税法第2条第1項第30号',
    how: 'ほかの欄に当てはまらない所得の金額',
  },
  survivors_or_disability_pension: {
    law: '所得税法第9条第1項第3号',
    how: '遺族年金・障害年金: 非課税',
  },
  unemployment_benefit: {
    law: '雇用保険法第12条',
    how: '失業等給付: 非課税',
  },
  sickness_or_childcare_benefit: {
    law: '健康保険法第62条; 雇用保険法第12条',
    how: '傷病手当金・出産手当金・育児休業給付: 非課税',
  },
  interest_taxed_at_source: {
    law: '措法第3条',
    how: '預貯金の利子など: 源泉分離課税',
  },
  listed_dividend_not_declared: {
    law: '措法第8条の5',
    how: '申告しないことを選んだ上場株式等の配当',
  },
  shares_withheld_not_declared: {
    law: '措法第37条の11の5',
    how: '源泉徴収ありの特定口座で申告しない譲渡益',
  },
  commuting_allowance: {
    law: '所得税法第9条第1項第5号',
    how: '通勤手当のうち非課税の分',
  },
};
