import type { CheckTexts } from './check-texts.js';

/** Claims, pay and other income. */
export const textsOfClaims = {
  main_form_not_filed: {
    ja: [
      'この会社に扶養控除等（異動）申告書が提出されていません（乙欄または丙欄）。',
      '年末調整の対象になりません。この会社が主な勤務先なら、申告書を提出してください。そうでなければ確定申告をしてください。',
    ],
    'ja-easy': [
      'この 会社（かいしゃ）に 「扶養控除等申告書（ふようこうじょとうしんこくしょ）」を 出（だ）して いません。',
      'この 会社（かいしゃ）で 年末調整（ねんまつちょうせい）を するなら、出（だ）して ください。',
    ],
    en: [
      'The application for exemption for dependants is not with this employer (column 乙 or 丙).',
      'There is no year-end adjustment here. File the application if this is your main employer; otherwise file a tax return.',
    ],
  },
  previous_slip_missing: {
    ja: [
      '今年の前の勤務先の源泉徴収票がまだありません。',
      '前の勤務先から取り寄せて提出してください。届くまで年末調整は計算しません。',
    ],
    'ja-easy': [
      '前（まえ）の 会社（かいしゃ）の 「源泉徴収票（げんせんちょうしゅうひょう）」が ありません。',
      '前（まえ）の 会社（かいしゃ）に 頼（たの）んで、もらって ください。',
    ],
    en: [
      'The withholding slip of this year’s previous employer is not there yet.',
      'Ask the previous employer for it and hand it in. The adjustment waits for it.',
    ],
  },
  basic_deduction_not_claimed: {
    ja: [
      '基礎控除申告書の申告がありません。基礎控除額は0円になります。',
      'ほとんどの人は申告できます。申告するか確かめてください。',
    ],
    'ja-easy': [
      '基礎控除（きそこうじょ）を 選（えら）んで いません。税金（ぜいきん）が 高（たか）く なります。',
      'ほとんどの 人が 使（つか）えます。たしかめて ください。',
    ],
    en: [
      'The basic exemption is not applied for; it will be 0.',
      'Almost everybody may apply for it: check whether you want to.',
    ],
  },
  income_adjustment_pay_not_above: {
    ja: [
      '給与が{limit}円を超えないため、所得金額調整控除は受けられません。',
      '所得金額調整控除の申告を取り消してください。',
    ],
    'ja-easy': [
      '給料（きゅうりょう）が {limit}円より 多（おお）く ないので、所得金額調整控除（しょとくきんがくちょうせいこうじょ）は 使（つか）えません。',
      'チェックを はずして ください。',
    ],
    en: [
      'Your pay is not above {limit} yen: there is no exemption of the amount of income adjustment.',
      'Withdraw this claim.',
    ],
  },
  income_adjustment_without_qualifying_person: {
    ja: [
      '23歳未満の扶養親族も特別障害者もいないため、所得金額調整控除は受けられません。',
      '該当する家族を入力するか、申告を取り消してください。',
    ],
    'ja-easy': [
      '23歳（さい）より 下（した）の 扶養親族（ふようしんぞく）も、特別障害者（とくべつしょうがいしゃ）も いません。所得金額調整控除（しょとくきんがくちょうせいこうじょ）は 使（つか）えません。',
      'チェックを はずして ください。',
    ],
    en: [
      'There is neither a dependant under 23 nor a person with a special disability: no exemption of the amount of income adjustment.',
      'Enter the person in question, or withdraw the claim.',
    ],
  },
  income_adjustment_person_unqualified: {
    ja: [
      '所得金額調整控除の要件に該当する人として選んだ人は、23歳未満の扶養親族でも特別障害者でもありません。',
      '該当する人を選び直してください。',
    ],
    'ja-easy': [
      '選（えら）んだ 人は、所得金額調整控除（しょとくきんがくちょうせいこうじょ）の 人では ありません。',
      'ほかの 人を 選（えら）んで ください。',
    ],
    en: [
      'The person named for the exemption of the amount of income adjustment is neither a dependant under 23 nor specially disabled.',
      'Name another person.',
    ],
  },
  income_adjustment_could_be_claimed: {
    ja: [
      '給与が{limit}円を超え、23歳未満の扶養親族または特別障害者がいるため、所得金額調整控除を受けられそうです。',
      '受ける場合は、所得金額調整控除の申告を選んでください。自動では適用しません。',
    ],
    'ja-easy': [
      '所得金額調整控除（しょとくきんがくちょうせいこうじょ）を 使（つか）えそうです。税金（ぜいきん）が 安（やす）く なります。',
      '使（つか）いたい ときは、チェックして ください。',
    ],
    en: [
      'Your pay is above {limit} yen and you have a dependant under 23 or a person with a special disability: an exemption of the amount of income adjustment seems possible.',
      'Claim it if you want it; it is never applied without a claim.',
    ],
  },
  life_special_without_young_dependant: {
    ja: [
      '23歳未満の扶養親族がいないため、一般の生命保険料の特例は受けられません。',
      '特例の申告を取り消してください。特定親族は扶養親族に含まれません。',
    ],
    'ja-easy': [
      '23歳（さい）より 下（した）の 扶養親族（ふようしんぞく）が いません。生命保険（せいめいほけん）の 特例（とくれい）は 使（つか）えません。',
      'チェックを はずして ください。',
    ],
    en: [
      'There is no dependant under 23: no special for general life insurance premiums.',
      'Withdraw the claim. A 特定親族 is no dependant.',
    ],
  },
  life_special_person_unqualified: {
    ja: ['一般の生命保険料の特例で選んだ人は、23歳未満の扶養親族ではありません。', '該当する人を選び直してください。'],
    'ja-easy': [
      '選（えら）んだ 人は、23歳（さい）より 下（した）の 扶養親族（ふようしんぞく）では ありません。',
      'ほかの 人を 選（えら）んで ください。',
    ],
    en: [
      'The person named for the special of the life insurance premiums is no dependant under 23.',
      'Name another person.',
    ],
  },
  life_special_could_be_claimed: {
    ja: [
      '23歳未満の扶養親族がいて、新契約の一般の生命保険料が{limit}円を超えるため、特例を受けられそうです。',
      '受ける場合は、特例の申告を選んでください。特例を受けて控除が少なくなることはありません。',
    ],
    'ja-easy': [
      '生命保険（せいめいほけん）の 特例（とくれい）を 使（つか）えそうです。税金（ぜいきん）が 安（やす）く なるかも しれません。',
      '使（つか）いたい ときは、チェックして ください。',
    ],
    en: [
      'You have a dependant under 23 and general premiums of new contracts above {limit} yen: the special seems possible.',
      'Claim it if you want it. The deduction is never lower with it.',
    ],
  },
  housing_loan_income_limit: {
    ja: [
      '合計所得金額が{limit}円を超えるため、住宅借入金等特別控除を受けられないことがあります。上限は居住を始めた年などで変わります。',
      '居住開始日を入力するか、申告書を確かめてください。',
    ],
    'ja-easy': [
      'あなたの 所得（しょとく）が {limit}円より 多（おお）いです。住宅（じゅうたく）ローンの 控除（こうじょ）が 使（つか）えないかも しれません。',
      '税務署（ぜいむしょ）の 紙（かみ）を たしかめて ください。',
    ],
    en: [
      'Your total income is above {limit} yen: the credit for housing loans may not be possible. The limit depends on when you moved in.',
      'State the day you moved in, or check the form from the tax office.',
    ],
  },
  housing_income_over_limit: {
    ja: [
      '合計所得金額が{limit}円を超えるため、今年は住宅借入金等特別控除申告書を提出できません。',
      '所得の見積額を確かめ、正しければ住宅借入金等特別控除の申告を取り消してください。',
    ],
    'ja-easy': [
      'あなたの 所得（しょとく）が {limit}円より 多（おお）いので、ことしは 住宅（じゅうたく）ローンの 控除（こうじょ）が 使（つか）えません。',
      '所得（しょとく）を たしかめて ください。',
    ],
    en: [
      'Your total income is above {limit} yen: the application for the housing loan credit cannot be filed this year.',
      'Check your estimated income; if it is right, withdraw the claim.',
    ],
  },
  housing_form_year_differs: {
    ja: [
      '住宅借入金等特別控除申告書の年分が、この年末調整の年分（{taxYear}年）と違います。',
      '税務署から届いた申告書のうち、この年分のものを使ってください。',
    ],
    'ja-easy': [
      '住宅（じゅうたく）ローンの 申告書（しんこくしょ）の 年（ねん）が ちがいます。',
      '{taxYear}年（ねん）の 紙（かみ）を 使（つか）って ください。',
    ],
    en: [
      'The application for the housing loan credit is for another year than this adjustment ({taxYear}).',
      'Use the form for this year among those that the tax office sent.',
    ],
  },
  housing_first_year: {
    ja: [
      '居住を始めた年の住宅借入金等特別控除は、年末調整では受けられません。',
      '最初の年は確定申告をしてください。2年目から年末調整で受けられます。',
    ],
    'ja-easy': [
      '住（す）みはじめた 年（ねん）の 住宅（じゅうたく）ローンの 控除（こうじょ）は、会社（かいしゃ）では できません。',
      'はじめの 年（ねん）は、税務署（ぜいむしょ）で 確定申告（かくていしんこく）を して ください。',
    ],
    en: [
      'The housing loan credit of the year in which you moved in is not for the year-end adjustment.',
      'File a tax return for the first year; from the second year on the adjustment does it.',
    ],
  },
  housing_amount_needed: {
    ja: [
      'この住宅借入金等特別控除は計算できません（2021年以前の居住、増改築、借換え、複数の借入れなど）。',
      '控除証明書または申告書に書かれた控除額を入力してください。',
    ],
    'ja-easy': [
      'この 住宅（じゅうたく）ローンの 控除（こうじょ）は、ここでは 計算（けいさん）できません。',
      '税務署（ぜいむしょ）の 紙（かみ）に ある 金額（きんがく）を 書いて ください。',
    ],
    en: [
      'This housing loan credit is not computed here (residence before 2022, extension, refinancing, several loans, …).',
      'Enter the amount of the credit that the certificate or the form says.',
    ],
  },
  social_insurance_equals_withheld: {
    ja: [
      '申告した社会保険料が、給与から引かれた社会保険料と同じ金額です。',
      '給与から引かれた分は書きません。二重になっていないか確かめてください。',
    ],
    'ja-easy': [
      '給料（きゅうりょう）から 引（ひ）かれた 社会保険料（しゃかいほけんりょう）と 同（おな）じ 金額（きんがく）です。',
      '2回（かい）書いて いないか、たしかめて ください。',
    ],
    en: [
      'The social insurance stated equals what was withheld from your pay.',
      'What was withheld is not stated here: check whether it is there twice.',
    ],
  },
  final_return_may_be_needed: {
    ja: [
      '給与以外の所得が{limit}円を超えるため、確定申告が必要なことがあります。',
      '税務署または国税庁のサイトで確かめてください。給与が少ない場合などは不要なこともあります。',
    ],
    'ja-easy': [
      '給料（きゅうりょう）の ほかの 所得（しょとく）が {limit}円より 多（おお）いです。',
      '確定申告（かくていしんこく）が 必要（ひつよう）かも しれません。税務署（ぜいむしょ）に 聞（き）いて ください。',
    ],
    en: [
      'Your income other than pay is above {limit} yen: a tax return may be needed.',
      'Ask the tax office. With little pay it may not be needed.',
    ],
  },
  second_employer: {
    ja: [
      'ほかの勤務先の給与があります。年末調整には含めませんが、合計所得金額には含めます。',
      '確定申告が必要なことがあります。税務署または国税庁のサイトで確かめてください。',
    ],
    'ja-easy': [
      'ほかの 会社（かいしゃ）の 給料（きゅうりょう）が あります。',
      '確定申告（かくていしんこく）が 必要（ひつよう）かも しれません。税務署（ぜいむしょ）に 聞（き）いて ください。',
    ],
    en: [
      'There is pay from another employer. It is not adjusted here but counts in your total income.',
      'A tax return may be needed: ask the tax office.',
    ],
  },
  final_return_planned: {
    ja: [
      '年末調整では受けられない控除（医療費・寄附金・雑損・特定支出・住宅ローンの最初の年）があります。',
      '確定申告をしてください。年末調整はそのまま受けてかまいません。',
    ],
    'ja-easy': [
      '会社（かいしゃ）では できない 控除（こうじょ）が あります（病院（びょういん）の お金、寄付（きふ）など）。',
      '税務署（ぜいむしょ）で 確定申告（かくていしんこく）を して ください。',
    ],
    en: [
      'You plan to claim what the year-end adjustment does not know (medical expenses, donations, casualty losses, specific expenses of employment, first year of a housing loan).',
      'File a tax return for it. The year-end adjustment goes on as usual.',
    ],
  },
  salary_over_adjustment_limit: {
    ja: ['給与が{limit}円を超えるため、年末調整の対象になりません。', '確定申告をしてください。'],
    'ja-easy': [
      '給料（きゅうりょう）が {limit}円より 多（おお）いので、年末調整（ねんまつちょうせい）は ありません。',
      '税務署（ぜいむしょ）で 確定申告（かくていしんこく）を して ください。',
    ],
    en: ['Your pay is above {limit} yen: there is no year-end adjustment.', 'File a tax return.'],
  },
  disaster_relief_not_adjusted: {
    ja: [
      '災害減免法による徴収猶予または還付を受けているため、年末調整の対象になりません。',
      '確定申告をしてください。',
    ],
    'ja-easy': [
      '災害（さいがい）の ため 税金（ぜいきん）を 待（ま）って もらって いるので、年末調整（ねんまつちょうせい）は ありません。',
      '税務署（ぜいむしょ）で 確定申告（かくていしんこく）を して ください。',
    ],
    en: [
      'Withholding was deferred or refunded after a disaster: there is no year-end adjustment.',
      'File a tax return.',
    ],
  },
  non_resident_not_adjusted: {
    ja: [
      '年を通じて非居住者のため、年末調整の対象になりません。',
      '居住者になった日・ならなくなった日を確かめてください。',
    ],
    'ja-easy': [
      '日本（にほん）に 住（す）んで いないので、年末調整（ねんまつちょうせい）は ありません。',
      '日付（ひづけ）を たしかめて ください。',
    ],
    en: [
      'A non-resident for the whole year is not adjusted.',
      'Check the day from which the person is a non-resident.',
    ],
  },
  leaver_not_adjusted: {
    ja: [
      '年の中途で退職したため、この会社では年末調整をしません。',
      '源泉徴収票を次の勤務先に提出するか、確定申告をしてください。',
    ],
    'ja-easy': [
      '会社（かいしゃ）を やめたので、この 会社（かいしゃ）では 年末調整（ねんまつちょうせい）を しません。',
      '「源泉徴収票（げんせんちょうしゅうひょう）」を 新（あたら）しい 会社（かいしゃ）に 出（だ）して ください。',
    ],
    en: [
      'Whoever leaves within the year is not adjusted here.',
      'Give the withholding slip to the next employer, or file a tax return.',
    ],
  },
} as const satisfies CheckTexts;
