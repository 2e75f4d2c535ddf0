import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

const FILE = '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf';

/** Noto Sans JP (SIL Open Font License), parsed once: parsing costs more than drawing a form. */
export const loadFont = (): Font => {
  const font = create(readFileSync(createRequire(import.meta.url).resolve(FILE)));
  if (!('hasGlyphForCodePoint' in font)) throw new Error('the font file holds a collection, not a font');
  return font;
};

/** `U+XXXX` of every code point that the font cannot draw, each once. Variation selectors are among them. */
export const undrawable = (font: Pick<Font, 'hasGlyphForCodePoint'>, text: string): string[] => {
  const missing = (text.match(/./gsu) ?? []).filter(
    (char) => char !== '\n' && !font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0),
  );
  return [...new Set(missing)].map(
    (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
};
