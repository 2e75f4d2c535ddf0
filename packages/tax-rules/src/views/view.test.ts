import { expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import { december, nobody } from '../testing/case-person.js';
import { born, family, payOf, viewSource } from '../testing/view-case.js';
import { peopleOf } from './view-source.js';
import { countValue, dateValue, markValue, textValue, yenValue } from './view.js';

test('what stands in a box has its kind, and 0 is something', () => {
  expect(yenValue(yen(0))).toEqual({ kind: 'yen', value: 0 });
  expect(countValue(0)).toEqual({ kind: 'count', value: 0 });
  expect(markValue(true)).toEqual({ kind: 'mark', value: '○' });
  expect(markValue(true, '1')).toEqual({ kind: 'mark', value: '1' });
  expect(dateValue(localDate('2026-12-01'))).toEqual({ kind: 'date', value: '2026-12-01' });
  expect(textValue('名')).toEqual({ kind: 'text', value: '名' });
});

test('nothing stated is an empty box', () => {
  const empty = [yenValue(undefined), countValue(undefined), markValue(false), dateValue(undefined), dateValue('')];
  expect([...empty, textValue(undefined), textValue('')]).toEqual(Array(7).fill({ kind: 'empty' }));
});

test('without the form of this payer nobody of the family counts', () => {
  const facts = { ...nobody, relatives: family(born('2015-05-05')), employment: { column: 'daily' } } as const;
  const { judged, relatives } = peopleOf(viewSource({ facts, pay: payOf(9_000_000), context: december }));
  expect(relatives).toEqual([]);
  expect(judged).toEqual({
    ...{ spouse: undefined, relatives: [] },
    ...{ hasYoungDependant: false, hasQualifyingPerson: false },
  });
});

test('an input with a relative whom the facts do not know is refused', () => {
  const facts = { ...nobody, relatives: family(born('2015-05-05')) };
  const source = viewSource({ facts, pay: payOf(5_000_000), context: december });
  expect(() => peopleOf({ ...source, facts: nobody })).toThrow('a relative of the input is not among the facts');
});
