/** The texts that the legal numbers were taken from. `Sourced.source` begins each reference with one of these ids. */
export const sources = {
  S1: {
    title: '国税庁 令和7年度税制改正（基礎控除の見直し等関係）Q&A（令和7年5月）',
    url: 'https://www.nta.go.jp/users/gensen/2025kiso/',
  },
  S2: {
    title: '国税庁 令和8年分 年末調整のしかた',
    url: 'https://www.nta.go.jp/publication/pamph/gensen/nencho2026/pdf/nencho_all.pdf',
  },
  S3: {
    title: '国税庁 令和8年分 給与所得の源泉徴収票等の法定調書の作成と提出の手引',
    url: 'https://www.nta.go.jp/publication/pamph/hotei/tebiki2026/PDF/',
  },
  S4: {
    title: '国税庁 源泉徴収のあらまし 令和8年版',
    url: 'https://www.nta.go.jp/publication/pamph/gensen/aramashi2026/pdf/',
  },
  S5: {
    title: '国税庁 令和8年4月 源泉所得税の改正のあらまし',
    url: 'https://www.nta.go.jp/publication/pamph/gensen/2026kaisei.pdf',
  },
  T: { title: '国税庁の表の写し（互いに独立した公開資料が一致したもの）', url: '' },
  D: { title: '二次資料二つ以上（官公庁の文書ではない）', url: '' },
  E: { title: '二次資料一つ（官公庁の文書ではない）', url: '' },
  M: { title: '記憶による値（文書で確かめていない）', url: '' },
  C1: { title: '租税特別措置法第41条を引用する二次資料（官公庁の文書ではない）', url: '' },
} as const;

export type SourceId = keyof typeof sources;

export const isSourceId = (text: string): text is SourceId => Object.hasOwn(sources, text);

/** 'S2 p.36; 所得税法別表第五' → the same with each id written out as the title of its text. */
export const readableSource = (source: string): string =>
  source
    .split('; ')
    .map((reference) => {
      const [id = '', ...place] = reference.split(' ');
      return isSourceId(id) ? [sources[id].title, ...place].join(' ') : reference;
    })
    .join('; ');
