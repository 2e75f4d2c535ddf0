import type { LimitDistance } from '../checks/limit-distances.js';
import { figureText } from './explanation-text.js';
import type { InEach, Language } from './language.js';

const figures: Readonly<Record<LimitDistance['figure'], InEach<string>>> = {
  salaryTotal: { ja: '給与の総額', 'ja-easy': '給料（きゅうりょう）の 合計（ごうけい）', en: 'total pay' },
  totalIncome: { ja: '合計所得金額', 'ja-easy': '所得（しょとく）の 合計（ごうけい）', en: 'total income' },
};

const beyond: InEach<(figure: string, left: string, what: string) => string> = {
  ja: (figure, left, what) => `${figure}があと${left}円を超えて増えると、変わります: ${what}`,
  'ja-easy': (figure, left, what) => `${figure}が あと ${left}円より 多（おお）く なると、変（か）わります: ${what}`,
  en: (figure, left, what) => `${figure} may rise by ${left} yen; beyond it, this changes: ${what}`,
};
const excluded: InEach<string> = {
  ja: '年末調整の対象外',
  'ja-easy': '年末調整（ねんまつちょうせい）が なくなります',
  en: 'no year-end adjustment',
};

const grouped = new Intl.NumberFormat('ja-JP');

/** How far a figure is from its next limit, and what changes beyond it, in words. */
export const limitText = ({ figure, left, beyond: changes }: LimitDistance, language: Language): string => {
  const what =
    changes === 'excluded'
      ? excluded[language]
      : changes
          .map(
            ({ ruleId, before, after }) =>
              `${figureText(ruleId, language)} ${grouped.format(before)} → ${grouped.format(after)}`,
          )
          .join(', ');
  return beyond[language](figures[figure][language], grouped.format(left), what);
};
