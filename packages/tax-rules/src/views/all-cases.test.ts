import { describe, expect, test } from '@jest/globals';
import { factsFromCase, specCases } from '../testing/spec-cases.js';
import { viewSource } from '../testing/view-case.js';
import { formViews } from './form-views.js';
import { ledgerView } from './ledger-view.js';
import { relativesOnSlip, youngOnSlip } from './slip-people.js';
import { slipView } from './slip-view.js';
import type { FormView } from './view.js';
import { peopleOf } from './view-source.js';
import { withholdingSlip } from './withholding-slip.js';

const people = specCases()
  .filter(({ expected }) => expected.status === 'adjusted')
  .map(factsFromCase);

const valuesOf = ({ sections }: FormView) => sections.flatMap(({ lines }) => lines.map(({ value }) => value));

describe('every case of spec-cases.json, adjusted and not', () => {
  test.each([true, false])('adjusted %p: whole yen and counts of people in each view', (adjusted) => {
    for (const person of people) {
      const source = viewSource(person, adjusted);
      const copies = (['recipient', 'office', 'municipality'] as const).map((copy) => withholdingSlip(source, copy));
      const values = [...formViews(source), ledgerView(source), ...copies.map(slipView)].flatMap(valuesOf);
      const wrong = values.filter(
        (value) => (value.kind === 'yen' || value.kind === 'count') && !Number.isSafeInteger(value.value),
      );
      expect({ id: person.id, wrong }).toEqual({ id: person.id, wrong: [] });
    }
  });

  test('nobody is lost: rows and 摘要 together name every relative whom the slip counts', () => {
    for (const person of people) {
      const source = viewSource(person);
      const { rules, relatives } = peopleOf(source);
      const slip = withholdingSlip(source, 'office');
      const { specific, elderly, other, specialRelative, under16 } = slip.counts;
      const further = slip.remarks.filter(({ kind }) => kind === 'further_relative' || kind === 'further_young').length;
      expect(slip.relatives.length + slip.young.length + further).toBe(
        specific + elderly + other + specialRelative + under16,
      );
      expect(relativesOnSlip(relatives, true, rules).length + youngOnSlip(relatives).length).toBe(
        specific + elderly + other + specialRelative + under16,
      );
    }
  });

  test('⑦ of the slip is ㉖, ⑥ is ㉑, ⑮ is ⑫ + ⑬ + ⑭ of the expected ledger', () => {
    for (const person of people) {
      const { amounts } = withholdingSlip(viewSource(person), 'office');
      const { expected } = person;
      const insurance = [
        'box12SocialInsuranceWithheld',
        'box13SocialInsuranceDeclared',
        'box14SmallEnterpriseMutualAid',
      ].reduce((sum, name) => sum + Number(expected[name]), 0);
      expect({ id: person.id, six: amounts.totalDeductions, seven: amounts.taxWithheld }).toEqual({
        ...{ id: person.id, six: expected['box21TotalDeductions'], seven: expected['box26AnnualTax'] },
      });
      expect(amounts.socialInsurance).toBe(insurance);
    }
  });
});
