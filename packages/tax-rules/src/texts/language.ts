/** 日本語, やさしい日本語 (short sentences, readings in brackets) and English. */
export const languages = ['ja', 'ja-easy', 'en'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: string): text is Language => languages.some((language) => language === text);

/** The same in each language; a missing one does not compile. */
export type InEach<T> = Readonly<Record<Language, T>>;
