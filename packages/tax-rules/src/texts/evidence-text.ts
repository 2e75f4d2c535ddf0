import type { EvidenceId } from '../checks/evidence.js';
import type { InEach, Language } from './language.js';

const texts: Readonly<Record<EvidenceId, InEach<string>>> = {
  life_certificate: {
    ja: '生命保険料控除証明書',
    'ja-easy': '生命保険（せいめいほけん）の 証明書（しょうめいしょ）',
    en: 'certificate of life insurance premiums',
  },
  earthquake_certificate: {
    ja: '地震保険料控除証明書',
    'ja-easy': '地震保険（じしんほけん）の 証明書（しょうめいしょ）',
    en: 'certificate of earthquake insurance premiums',
  },
  national_pension_certificate: {
    ja: '社会保険料（国民年金保険料・国民年金基金掛金）控除証明書',
    'ja-easy': '国民年金（こくみんねんきん）の 証明書（しょうめいしょ）',
    en: 'certificate of national pension premiums or of the pension fund',
  },
  mutual_aid_certificate: {
    ja: '小規模企業共済等掛金払込証明書',
    'ja-easy': '掛金（かけきん）（iDeCoなど）の 証明書（しょうめいしょ）',
    en: 'certificate of small enterprise mutual aid premiums (iDeCo, …)',
  },
  housing_loan_certificate: {
    ja: '住宅借入金等特別控除証明書（申告書）',
    'ja-easy': '税務署（ぜいむしょ）の 住宅（じゅうたく）ローンの 紙（かみ）',
    en: 'housing loan credit certificate of the tax office',
  },
  balance_certificate: {
    ja: '住宅取得資金に係る借入金の年末残高等証明書',
    'ja-easy': '銀行（ぎんこう）の ローンの 残（のこ）りの 証明書（しょうめいしょ）',
    en: 'bank certificate of the balance at the end of the year',
  },
  previous_slip: {
    ja: '前の勤務先の源泉徴収票',
    'ja-easy': '前（まえ）の 会社（かいしゃ）の 源泉徴収票（げんせんちょうしゅうひょう）',
    en: 'withholding slip of the previous employer',
  },
  kinship_documents: {
    ja: '親族関係書類',
    'ja-easy': '家族（かぞく）だと わかる 書類（しょるい）',
    en: 'documents of kinship',
  },
  remittance_documents: {
    ja: '送金関係書類',
    'ja-easy': 'お金（かね）を 送（おく）ったと わかる 書類（しょるい）',
    en: 'documents of remittances',
  },
  study_documents: {
    ja: '留学ビザ等書類',
    'ja-easy': '留学（りゅうがく）の ビザなどの 書類（しょるい）',
    en: 'student visa or residence card',
  },
  student_certificate: {
    ja: '在学する専修学校・職業訓練の証明書',
    'ja-easy': '学校（がっこう）の 証明書（しょうめいしょ）',
    en: 'certificate of the vocational school or training',
  },
};

/** The paper by its name. */
export const evidenceText = (evidence: EvidenceId, language: Language): string => texts[evidence][language];
