import type { CheckTexts } from './check-texts.js';

/** What is missing or contradictory about the person and the family, and who counts as what. */
export const textsOfPeople = {
  required: {
    ja: ['入力されていません。', '入力するか、使わない行を削除してください。'],
    'ja-easy': ['まだ 書いて いません。', '書いて ください。いらない 行（ぎょう）は 消（け）して ください。'],
    en: ['This is empty.', 'Fill it in, or delete the row if you do not need it.'],
  },
  kana_missing: {
    ja: ['フリガナが空です。', 'わかる場合は入力してください。'],
    'ja-easy': ['名前（なまえ）の 読（よ）みかたが ありません。', '知（し）って いたら、カタカナで 書いて ください。'],
    en: ['The reading of the name is empty.', 'Enter it in katakana if you know it.'],
  },
  unsupported_case: {
    ja: [
      '詳しい内容がないため、この場合の控除を計算できません。',
      '該当する人・収入・勤務先の内容を入力するか、会社の担当者に相談してください。',
    ],
    'ja-easy': [
      'くわしい ことが わからないので、計算（けいさん）できません。',
      'くわしい ことを 書くか、会社（かいしゃ）の 人に 相談（そうだん）して ください。',
    ],
    en: [
      'The details of this case are not stated, so it cannot be calculated.',
      'Enter the details of the person, income or employer, or ask your HR department.',
    ],
  },
  duplicate_id: {
    ja: ['同じ行が2回入っています。', '画面を読み込み直し、重なった行を削除してください。'],
    'ja-easy': [
      '同（おな）じ ものが 2回（かい）あります。',
      '画面（がめん）を もう一度（いちど）開（ひら）いて、1つを 消（け）して ください。',
    ],
    en: ['The same row is there twice.', 'Reload the page and delete one of the two.'],
  },
  same_person_twice: {
    ja: ['同じ人が2回入っています。', '配偶者・扶養親族などのうち、正しいほうを残して1つを削除してください。'],
    'ja-easy': ['同（おな）じ 人が 2回（かい）あります。', '1つを 消（け）して ください。'],
    en: ['The same person is there twice.', 'Keep the right one of the two (spouse or relative) and delete the other.'],
  },
  birth_date_in_future: {
    ja: ['生年月日がその年の12月31日より後です。', '生年月日を確かめてください。'],
    'ja-easy': ['生（う）まれた日が、まだ 来（き）て いない 日です。', '生（う）まれた日を たしかめて ください。'],
    en: ['The date of birth lies after 31 December of the year.', 'Check the date of birth.'],
  },
  pay_negative: {
    ja: ['給与・税額・社会保険料の合計がマイナスです。', '給与のデータを確かめて、取り込み直してください。'],
    'ja-easy': [
      '給料（きゅうりょう）の 合計（ごうけい）が マイナスです。',
      '会社（かいしゃ）の 人に 聞（き）いて ください。',
    ],
    en: ['A total of pay, tax or social insurance is below zero.', 'Check the payroll data and import them again.'],
  },
  date_outside_year: {
    ja: [
      '日付がその年の中にありません。',
      '死亡・就職・退職の日を確かめてください。前の年に亡くなった人は、家族から削除してください。',
    ],
    'ja-easy': ['日付（ひづけ）が ことしでは ありません。', '日付（ひづけ）を たしかめて ください。'],
    en: [
      'The date does not lie within the year.',
      'Check the day of death, joining or leaving. Delete a relative who died in an earlier year.',
    ],
  },
  own_income_over_spouse_limit: {
    ja: [
      'あなたの合計所得金額が{limit}円を超えるため、配偶者控除も配偶者特別控除も受けられません。',
      '所得の見積額が正しければ、このままで差し支えありません。配偶者の障害者控除には影響しません。',
    ],
    'ja-easy': [
      'あなたの 所得（しょとく）が {limit}円より 多（おお）いです。配偶者（はいぐうしゃ＝夫・妻）の 控除（こうじょ）は 使（つか）えません。',
      '所得（しょとく）が 正（ただ）しければ、このままで だいじょうぶです。',
    ],
    en: [
      'Your total income is above {limit} yen: there is no (special) exemption for spouses.',
      'If your estimated income is right, nothing is to be done. An exemption for a spouse with a disability is not affected.',
    ],
  },
  spouse_income_over_limit: {
    ja: [
      '配偶者の合計所得金額が{limit}円を超えるため、配偶者控除も配偶者特別控除も受けられません。',
      '配偶者の給与収入とほかの所得の見積額を確かめてください。',
    ],
    'ja-easy': [
      '配偶者（はいぐうしゃ＝夫・妻）の 所得（しょとく）が {limit}円より 多（おお）いです。控除（こうじょ）は 使（つか）えません。',
      '夫（おっと）・妻（つま）の 給料（きゅうりょう）と ほかの お金を たしかめて ください。',
    ],
    en: [
      'The total income of your spouse is above {limit} yen: there is no (special) exemption for spouses.',
      'Check the estimated pay and other income of your spouse.',
    ],
  },
  spouse_de_facto: {
    ja: [
      '事実婚の相手は、税法上の配偶者ではありません。',
      '婚姻届を出していない場合は、配偶者の欄から削除してください。',
    ],
    'ja-easy': [
      '結婚（けっこん）の 届（とど）けを 出（だ）して いない 人は、配偶者（はいぐうしゃ）の 控除（こうじょ）が 使（つか）えません。',
      'その 人を 配偶者（はいぐうしゃ）の ところから 消（け）して ください。',
    ],
    en: [
      'A partner without registered marriage is no spouse for the tax law.',
      'Delete the partner from the spouse’s section if you are not registered as married.',
    ],
  },
  spouse_died_in_year: {
    ja: [
      '配偶者が今年亡くなっています。控除は亡くなった日の状況で計算します。',
      '年の中途で再婚した場合、配偶者控除の対象にできるのは1人だけです。どちらにするか、税務署に確かめてください。',
    ],
    'ja-easy': [
      '配偶者（はいぐうしゃ＝夫・妻）が ことし 亡（な）くなりました。控除（こうじょ）は 使（つか）えます。',
      'また 結婚（けっこん）した ときは、1人だけです。税務署（ぜいむしょ）に 聞（き）いて ください。',
    ],
    en: [
      'Your spouse died this year: the exemption is judged on that day.',
      'If you married again within the year, only one of the two counts: ask the tax office which.',
    ],
  },
  spouse_claimed_by_other: {
    ja: [
      '配偶者はほかの人の控除の対象になっているため、あなたの控除の対象にできません。',
      'どちらが控除を受けるかを家族で決めてください。同じ人について2人が受けることはできません。',
    ],
    'ja-easy': [
      'あなたの 配偶者（はいぐうしゃ＝夫・妻）は、ほかの 人の 控除（こうじょ）に 入（はい）って います。',
      'だれの 控除（こうじょ）に 入（い）れるか、家族（かぞく）で 決（き）めて ください。1人だけです。',
    ],
    en: [
      'Another taxpayer claims your spouse, or your spouse claims you: you cannot claim your spouse as well.',
      'Decide in the family who claims. Two people cannot claim the same person.',
    ],
  },
  family_employee: {
    ja: [
      '事業専従者は、配偶者控除・扶養控除などの対象になりません。',
      '事業専従者でない場合は、入力を直してください。',
    ],
    'ja-easy': [
      '家族（かぞく）の 仕事（しごと）を 手伝（てつだ）って 給料（きゅうりょう）を もらう 人（専従者＝せんじゅうしゃ）は、控除（こうじょ）に 入（はい）りません。',
      'ちがう 場合（ばあい）は、直（なお）して ください。',
    ],
    en: [
      'A family employee of a business (専従者) gives rise to no exemption.',
      'Correct the entry if the person is not employed in a family business.',
    ],
  },
  relative_income_over_limit: {
    ja: [
      'この家族の合計所得金額が{limit}円を超えるため、扶養控除も特定親族特別控除も受けられません。',
      '所得の見積額を確かめてください。正しければ、控除のないまま計算します。',
    ],
    'ja-easy': [
      'この 家族（かぞく）の 所得（しょとく）が {limit}円より 多（おお）いです。控除（こうじょ）は 使（つか）えません。',
      '給料（きゅうりょう）や ほかの お金を たしかめて ください。',
    ],
    en: [
      'The total income of this relative is above {limit} yen: there is no exemption for the relative.',
      'Check the estimated income. If it is right, the calculation goes on without an exemption.',
    ],
  },
  disability_proof_differs: {
    ja: [
      '障害者の区分が、手帳などの種類・等級から分かる区分とちがいます。',
      '手帳などを見て、区分（障害者・特別障害者）か等級を直してください。',
    ],
    'ja-easy': [
      '障害（しょうがい）の 重（おも）さが、手帳（てちょう）の 等級（とうきゅう）と ちがいます。',
      '手帳（てちょう）を 見（み）て、どちらかを 直（なお）して ください。',
    ],
    en: [
      'The class of the disability is not the one that the handbook or recognition gives.',
      'Look at the handbook and correct the class or the grade.',
    ],
  },
  disability_of_non_dependant: {
    ja: [
      '扶養親族または同一生計配偶者でないため、この人の障害者控除は受けられません。',
      '所得の見積額を確かめてください。',
    ],
    'ja-easy': [
      'この 人の 所得（しょとく）が 多（おお）いので、障害者控除（しょうがいしゃこうじょ）は 使（つか）えません。',
      '所得（しょとく）を たしかめて ください。',
    ],
    en: [
      'This person is no dependant, so there is no exemption for the disability.',
      'Check the estimated income of the person.',
    ],
  },
  age_category_changed: {
    ja: [
      'この家族は今年、控除の区分が変わる年齢（{age}歳）になります。',
      '区分は生年月日から計算しています。生年月日を確かめてください。',
    ],
    'ja-easy': [
      'この 家族（かぞく）は ことし {age}歳（さい）です。控除（こうじょ）の 種類（しゅるい）が 変（か）わりました。',
      '生（う）まれた日を たしかめて ください。',
    ],
    en: [
      'This relative reaches an age this year ({age}) at which the category of the exemption changes.',
      'The category follows from the date of birth: check the date of birth.',
    ],
  },
  newly_qualifying_relative: {
    ja: [
      '給与収入が{above}円を超えていても、今年の改正で新しく控除の対象になった家族です。',
      '金額を確かめ、異動の申告（扶養控除等異動申告書）が必要か、会社の担当者に確かめてください。',
    ],
    'ja-easy': [
      '法律（ほうりつ）が 変（か）わって、この 家族（かぞく）も 控除（こうじょ）に 入（はい）るように なりました。',
      '給料（きゅうりょう）の 金額（きんがく）を たしかめて ください。',
    ],
    en: [
      'This relative has pay above {above} yen and newly qualifies by the reform of this year.',
      'Check the amount, and ask HR whether a notice of change is needed.',
    ],
  },
  widow_and_single_parent: {
    ja: [
      '寡婦とひとり親の両方を選んでいます。',
      '両方は受けられません。ひとり親の要件を満たす場合は、ひとり親だけにしてください。',
    ],
    'ja-easy': [
      '「寡婦（かふ）」と「ひとり親（おや）」を 2つとも 選（えら）んで います。',
      '1つだけ 選（えら）んで ください。',
    ],
    en: [
      'Both widow and single parent are claimed.',
      'Only one is possible. If you meet the requirements of a single parent, keep that one.',
    ],
  },
  widow_income_over_limit: {
    ja: [
      '合計所得金額が{limit}円を超えるため、寡婦控除は受けられません。',
      '所得の見積額を確かめ、正しければ寡婦の申告を取り消してください。',
    ],
    'ja-easy': [
      'あなたの 所得（しょとく）が {limit}円より 多（おお）いです。寡婦控除（かふこうじょ）は 使（つか）えません。',
      '所得（しょとく）が 正（ただ）しければ、「寡婦（かふ）」を やめて ください。',
    ],
    en: [
      'Your total income is above {limit} yen: there is no widow deduction.',
      'Check your estimated income; if it is right, withdraw the claim.',
    ],
  },
  widow_without_dependant: {
    ja: [
      '離婚による寡婦控除には扶養親族が必要ですが、扶養親族がいません。',
      '扶養親族を入力するか、寡婦の申告を取り消してください。',
    ],
    'ja-easy': [
      '離婚（りこん）した 人の 寡婦控除（かふこうじょ）は、扶養（ふよう）する 家族（かぞく）が いるときだけです。',
      '家族（かぞく）を 書くか、「寡婦（かふ）」を やめて ください。',
    ],
    en: [
      'A widow deduction after a divorce needs a dependant, and there is none.',
      'Enter the dependant, or withdraw the claim.',
    ],
  },
  single_parent_income_over_limit: {
    ja: [
      '合計所得金額が{limit}円を超えるため、ひとり親控除は受けられません。',
      '所得の見積額を確かめ、正しければひとり親の申告を取り消してください。',
    ],
    'ja-easy': [
      'あなたの 所得（しょとく）が {limit}円より 多（おお）いです。ひとり親控除（おやこうじょ）は 使（つか）えません。',
      '所得（しょとく）が 正（ただ）しければ、「ひとり親（おや）」を やめて ください。',
    ],
    en: [
      'Your total income is above {limit} yen: there is no single parent deduction.',
      'Check your estimated income; if it is right, withdraw the claim.',
    ],
  },
  single_parent_without_child: {
    ja: [
      '所得の上限内で、ほかの人の扶養親族でない子がいないため、ひとり親控除は受けられません。',
      '子の情報を入力するか、ひとり親の申告を取り消してください。',
    ],
    'ja-easy': [
      'ひとり親控除（おやこうじょ）には、子（こ）どもが 必要（ひつよう）です。',
      '子（こ）どもの ことを 書くか、「ひとり親（おや）」を やめて ください。',
    ],
    en: [
      'There is no child within the income limit who is not somebody else’s dependant: no single parent deduction.',
      'Enter the child, or withdraw the claim.',
    ],
  },
  single_parent_with_spouse: {
    ja: [
      'ひとり親を選んでいますが、配偶者も入力されています。',
      '現在婚姻しているか（または配偶者の生死が不明か）を確かめ、どちらかを直してください。',
    ],
    'ja-easy': [
      '「ひとり親（おや）」ですが、配偶者（はいぐうしゃ＝夫・妻）も 書いて あります。',
      'どちらが 正（ただ）しいか たしかめて ください。',
    ],
    en: [
      'A single parent is claimed, and a spouse is stated.',
      'Check whether you are married now and correct one of the two.',
    ],
  },
  de_facto_partner: {
    ja: [
      '事実上婚姻関係と同様の事情にある人がいる場合、ひとり親控除も寡婦控除も受けられません。',
      '入力が正しければ、ひとり親・寡婦の申告を取り消してください。',
    ],
    'ja-easy': [
      '結婚（けっこん）と 同（おな）じように くらす 人が いる ときは、ひとり親控除（おやこうじょ）も 寡婦控除（かふこうじょ）も 使（つか）えません。',
      '「ひとり親（おや）」「寡婦（かふ）」を やめて ください。',
    ],
    en: [
      'Whoever lives with a partner as if married is neither single parent nor widow for the tax law.',
      'If that is so, withdraw the claim.',
    ],
  },
  working_student_income_over_limit: {
    ja: [
      '合計所得金額が{limit}円を超えるため、勤労学生控除は受けられません。',
      '所得の見積額を確かめ、正しければ勤労学生の申告を取り消してください。',
    ],
    'ja-easy': [
      'あなたの 所得（しょとく）が {limit}円より 多（おお）いです。勤労学生控除（きんろうがくせいこうじょ）は 使（つか）えません。',
      '所得（しょとく）が 正（ただ）しければ、「勤労学生（きんろうがくせい）」を やめて ください。',
    ],
    en: [
      'Your total income is above {limit} yen: there is no working student deduction.',
      'Check your estimated income; if it is right, withdraw the claim.',
    ],
  },
  working_student_other_income_over_limit: {
    ja: [
      '勤労によらない所得が{limit}円を超えるため、勤労学生控除は受けられません。',
      '給与以外の所得を確かめ、正しければ勤労学生の申告を取り消してください。',
    ],
    'ja-easy': [
      '働（はたら）いて もらう お金では ない 所得（しょとく）が {limit}円より 多（おお）いです。勤労学生控除（きんろうがくせいこうじょ）は 使（つか）えません。',
      '「勤労学生（きんろうがくせい）」を やめて ください。',
    ],
    en: [
      'Your income that is not from your own work is above {limit} yen: there is no working student deduction.',
      'Check your other income; if it is right, withdraw the claim.',
    ],
  },
  family_member_claimed_twice: {
    ja: [
      '同じ家族を、この会社の別の従業員も申告しています。',
      'どちらが控除を受けるかを2人に確かめてください。同じ人について2人が受けることはできません。',
    ],
    'ja-easy': [
      '同（おな）じ 家族（かぞく）を、会社（かいしゃ）の ほかの 人も 書いて います。',
      'どちらの 控除（こうじょ）に 入（い）れるか、決（き）めて ください。',
    ],
    en: [
      'Another employee of the company claims the same family member.',
      'Ask both who claims: two people cannot claim the same person.',
    ],
  },
} as const satisfies CheckTexts;
