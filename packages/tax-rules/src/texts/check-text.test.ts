import { describe, expect, test } from '@jest/globals';
import { factRules, type FactRule } from '../fact-rules.js';
import { checkText, checkTexts } from './check-text.js';
import { languages, type Language } from './language.js';

const rules = Object.keys(factRules) as FactRule[];
const places = (text: string): readonly string[] =>
  [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name = '']) => name))].sort();

const whole = (rule: FactRule, language: Language): string => checkTexts[rule][language].join(' ');

test.each(rules)('%s has its text and action in every language, with the same places', (rule) => {
  const parts = languages.flatMap((language) => checkTexts[rule][language]);
  expect(parts.filter((part) => part.trim() === '')).toEqual([]);
  expect(places(whole(rule, 'en'))).toEqual(places(whole(rule, 'ja')));
  // The short sentences may leave a number out, but name no other.
  expect(places(whole(rule, 'ja'))).toEqual(expect.arrayContaining([...places(whole(rule, 'ja-easy'))]));
});

test('no text of a rule that is not there', () => {
  expect(Object.keys(checkTexts).sort()).toEqual([...rules].sort());
});

describe('in words', () => {
  const finding = { rule: 'spouse_income_over_limit', params: { limit: '1330000' } } as const;

  test.each([
    ['ja', '配偶者の合計所得金額が1,330,000円を超える'],
    ['ja-easy', '1,330,000円より 多（おお）い'],
    ['en', 'above 1,330,000 yen'],
  ] as const)('%s has the limit with its thousands apart', (language, part) => {
    expect(checkText(finding, language).text).toContain(part);
  });

  test('a year and an age stay as they are', () => {
    const year = { rule: 'housing_form_year_differs', params: { taxYear: '2026' } } as const;
    expect(checkText(year, 'ja').text).toContain('2026年');
    expect(checkText({ rule: 'age_category_changed', params: { age: '16' } }, 'en').text).toContain('(16)');
  });

  test('what is not said is left open, never the word undefined', () => {
    expect(checkText({ rule: 'spouse_income_over_limit' }, 'en').text).toContain('above … yen');
  });
});

/** Kanji that a reader of やさしい日本語 knows (日本語能力試験 N5) may stand without a reading. */
const known = new Set(
  '一二三四五六七八九十百千万円日月火水木金土年時分人子女男父母友先生学校本書読聞話語行来出入上下中外前後左右東西南北大小高長新古安多少名何今毎週国電車駅会社食飲買見立休天気雨山川空手足目口耳花魚店道白',
);

test.each(rules)('%s in やさしい日本語 gives the reading of every word in kanji', (rule) => {
  const withoutReading = (['ja-easy'] as readonly Language[]).flatMap((language) => {
    const { text, action } = checkText({ rule }, language);
    // A word is kanji, kana in between included, followed by its reading in brackets.
    const read = `${text} ${action}`.replace(
      /[\p{Script=Han}ー々][\p{Script=Han}ー々ぁ-んァ-ヶA-Za-z0-9]*（[^）]+）/gu,
      '',
    );
    return Array.from(read.matchAll(/\p{Script=Han}/gu), ([kanji]) => kanji).filter((kanji) => !known.has(kanji));
  });
  expect(withoutReading).toEqual([]);
});
