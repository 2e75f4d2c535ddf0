/** C0 and C1 control characters, line breaks included, and the marks that reorder or hide text. */
const unprintable = /[\p{Cc}\u2028\u2029\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/** True when a text holds what no name or address holds: it is refused, never repaired. */
export const hasControlCharacter = (value: string): boolean => unprintable.test(value);

/** Length in characters as a person counts them (code points). */
export const characters = (value: string): number => Array.from(value).length;

/** The form in which texts are compared when searching: width and case folded, ひらがな as カタカナ, no spaces. */
export const searchForm = (value: string): string =>
  value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u3041-\u3096]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))
    .replace(/\s+/g, '');
