import type { CheckTexts } from './check-texts.js';

/** Contracts, certificates and documents. */
export const textsOfPapers = {
  non_resident_without_reason: {
    ja: [
      '国外に住む{from}歳以上{below}歳未満の親族は、留学・障害・{limit}円以上の送金のどれかがなければ、扶養控除の対象になりません。',
      '該当する理由を選ぶか、控除を受けないことを確かめてください。',
    ],
    'ja-easy': [
      '外国（がいこく）に 住（す）む {from}歳（さい）から {below}歳（さい）より 前（まえ）の 家族（かぞく）は、理由（りゆう）が ないと 控除（こうじょ）が 使（つか）えません。',
      '理由（りゆう）を 選（えら）んで ください（留学（りゅうがく）・障害（しょうがい）・送金（そうきん））。',
    ],
    en: [
      'A relative abroad from {from} and below {below} years of age gives an exemption only for study abroad, a disability or remittances of {limit} yen or more.',
      'Choose the reason, or confirm that there is no exemption.',
    ],
  },
  non_resident_living_together: {
    ja: ['国外に住んでいる人が、同居になっています。', '住んでいる場所を確かめて、どちらかを直してください。'],
    'ja-easy': [
      '外国（がいこく）に 住（す）んで いる 人が、「いっしょに 住（す）んで いる」に なって います。',
      'どちらかを 直（なお）して ください。',
    ],
    en: [
      'Somebody who lives abroad is marked as living with you.',
      'Check where the person lives and correct one of the two.',
    ],
  },
  remittance_below_limit: {
    ja: ['国外に住む親族への今年の送金額が{limit}円に足りません。', '送金額を確かめるか、ほかの理由を選んでください。'],
    'ja-easy': [
      '外国（がいこく）の 家族（かぞく）に 送（おく）った お金が、{limit}円より 少（すく）ないです。',
      '金額（きんがく）を たしかめるか、ほかの 理由（りゆう）を 選（えら）んで ください。',
    ],
    en: [
      'What you remitted to the relative abroad this year is less than {limit} yen.',
      'Check the amount, or choose another reason.',
    ],
  },
  non_resident_documents_missing: {
    ja: [
      '国外に住む親族について必要な書類（親族関係書類・送金関係書類・留学ビザ等書類）がありません。',
      '書類を提出してください。外国語の書類には訳文が必要です。',
    ],
    'ja-easy': [
      '外国（がいこく）に 住（す）む 家族（かぞく）の 書類（しょるい）が ありません。',
      '書類（しょるい）を 出（だ）して ください。日本語（にほんご）の 訳（やく）も 必要（ひつよう）です。',
    ],
    en: [
      'A document about the relative abroad is missing (kinship, remittance, or student visa).',
      'Hand it in, with a translation if it is in a foreign language.',
    ],
  },
  life_contract_date_mismatch: {
    ja: [
      '契約日と、新契約・旧契約の区分が合いません（{boundary}以後の契約が新契約です）。',
      '控除証明書の区分と契約日を確かめてください。介護医療保険料に旧契約はありません。',
    ],
    'ja-easy': [
      '契約（けいやく）した日と、「新（しん）」「旧（きゅう）」が 合（あ）いません。{boundary}から 後（あと）の 契約（けいやく）が 「新」です。',
      '証明書（しょうめいしょ）を たしかめて ください。',
    ],
    en: [
      'The day of the contract does not fit its kind: contracts from {boundary} on are new ones.',
      'Check kind and day on the certificate. There are no old contracts of care and medical insurance.',
    ],
  },
  old_long_term_contract_date: {
    ja: [
      '旧長期損害保険料は、{boundary}以前に締結した契約だけが対象です。',
      '控除証明書の区分と契約日を確かめてください。',
    ],
    'ja-easy': [
      '「旧長期（きゅうちょうき）」は、{boundary}までの 契約（けいやく）だけです。',
      '証明書（しょうめいしょ）を たしかめて ください。',
    ],
    en: [
      'Old long-term casualty insurance is only for contracts concluded by {boundary}.',
      'Check kind and day on the certificate.',
    ],
  },
  earthquake_contract_twice: {
    ja: [
      '保険会社と契約日が同じ契約が、地震保険料と旧長期損害保険料の両方にあります。',
      '1つの契約なら、どちらか一方だけです。1つの契約として入力すると、有利なほうで計算します。',
    ],
    'ja-easy': [
      '同（おな）じ 保険（ほけん）が、「地震（じしん）」と 「旧長期（きゅうちょうき）」の 2つに あります。',
      '1つの 契約（けいやく）なら、1つだけ 書いて ください。',
    ],
    en: [
      'Contracts of the same insurer and day stand under earthquake and under old long-term insurance.',
      'One contract counts only once. Enter it as one: the better of both kinds is computed.',
    ],
  },
  certificate_missing: {
    ja: [
      '控除証明書がありません。',
      '控除証明書を提出してください。間に合わない場合は、{by}までに提出できるか会社の担当者に伝えてください。',
    ],
    'ja-easy': [
      '証明書（しょうめいしょ）が ありません。',
      '証明書（しょうめいしょ）を 出（だ）して ください。{by}までに 出（だ）せない ときは、会社（かいしゃ）の 人に 言（い）って ください。',
    ],
    en: ['The certificate is missing.', 'Hand it in. If it comes late, tell HR whether you can bring it by {by}.'],
  },
  certificate_promised: {
    ja: [
      '控除証明書は後から届く予定です。控除ありで計算しています。',
      '{by}までに届かない場合は、控除なしで計算し直し、不足する税額を徴収します。',
    ],
    'ja-easy': [
      '証明書（しょうめいしょ）を まだ 出（だ）して いません。',
      '{by}までに 出（だ）して ください。出（だ）さないと、税金（ぜいきん）を 計算（けいさん）し 直（なお）します。',
    ],
    en: [
      'The certificate is to follow; the deduction is computed with it.',
      'If it has not come by {by}, the adjustment is redone without the deduction and the missing tax collected.',
    ],
  },
  mandatory_certificate_missing: {
    ja: [
      'この控除には証明書が必ず必要ですが、ありません。',
      '証明書を提出するか、この控除の申告を取り消してください。',
    ],
    'ja-easy': [
      'この 控除（こうじょ）には 証明書（しょうめいしょ）が かならず 必要（ひつよう）です。',
      '証明書（しょうめいしょ）を 出（だ）して ください。',
    ],
    en: [
      'This deduction always needs its certificate, and there is none.',
      'Hand in the certificate, or withdraw the claim.',
    ],
  },
  housing_printed_for_other_payer: {
    ja: [
      '住宅ローンの証明書に、別の勤務先が印字されています。',
      '転職した場合は、控除証明書などをこの会社に改めて提出してください。',
    ],
    'ja-easy': [
      '住宅（じゅうたく）ローンの 証明書（しょうめいしょ）に、前（まえ）の 会社（かいしゃ）の 名前（なまえ）が あります。',
      '証明書（しょうめいしょ）を この 会社（かいしゃ）に 出（だ）して ください。',
    ],
    en: [
      'The housing loan certificate is printed for another employer.',
      'After a change of employer, attach the certificates anew for this one.',
    ],
  },
  housing_balance_missing: {
    ja: [
      '住宅ローンの年末残高がわかりません。',
      '年末残高等証明書を提出してください。調書方式で残高が空欄の場合は、返済予定表の12月31日の残高を使います。',
    ],
    'ja-easy': [
      '住宅（じゅうたく）ローンの 残（のこ）りの 金額（きんがく）が わかりません。',
      '銀行（ぎんこう）の 証明書（しょうめいしょ）を 出（だ）して ください。',
    ],
    en: [
      'The balance of the housing loan at the end of the year is not known.',
      'Hand in the balance certificate. Where the tax office’s form leaves it blank, use the balance of 31 December in the repayment schedule.',
    ],
  },
} as const satisfies CheckTexts;
