/** How much there is of everything. */
export type Amount = 'some' | 'long' | 'none';

export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const texts = {
  some: {
    name: '見本 花子',
    family: '見本',
    given: '花子',
    company: '株式会社見本',
    title: '令和8年分 年末調整',
    words: '書面の依頼による',
  },
  long: {
    name: '勅使河原小路 ヴィルヘルミーナ美知留',
    family: '勅使河原小路',
    given: 'ヴィルヘルミーナ美知留クリスティアーネ',
    company: '株式会社とてもながい名前のグローバルホールディングスインターナショナルサービス東日本第二事業本部',
    title: '令和8年分 年末調整（本社・支社・出向者・年の途中で入社した人と短い時間で働く人をふくむ全員）',
    words:
      'Pneumonoultramicroscopicsilicovolcanoconiosis-と同じくらい長い語や、切れ目のない文が来ても画面からはみ出さないこと',
  },
} as const;

export const wordsOf = (amount: Amount) => texts[amount === 'long' ? 'long' : 'some'];

export const several = <T>(amount: Amount, make: (number: number) => T): readonly T[] =>
  amount === 'none' ? [] : Array.from({ length: amount === 'long' ? 12 : 3 }, (_, index) => make(index + 1));
