/** One way in which a text or number may stand in bytes. */
export type Form = {
  readonly encoding: string;
  readonly bytes: Buffer;
  /** Not part of a longer number. */ readonly digits?: true;
};

const shiftJis = new TextDecoder('shift_jis', { fatal: true });

/** CP932 from the decoder that Node has: what it reads from two bytes is written as these two. */
const cp932Table = (): ReadonlyMap<string, number> => {
  const table = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      try {
        const character = shiftJis.decode(Buffer.from([lead, trail]));
        if (character.length === 1 && !table.has(character)) table.set(character, lead * 256 + trail);
      } catch {
        // not a character
      }
    }
  }
  return table;
};
const cp932 = cp932Table();

/** @returns nothing for what Windows' Japanese code page cannot write */
export const encodeCp932 = (text: string): Buffer | undefined => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const pair = cp932.get(character);
    if (code < 0x80) bytes.push(code);
    else if (code >= 0xff61 && code <= 0xff9f)
      bytes.push(code - 0xff61 + 0xa1); // half-width katakana
    else if (pair === undefined) return undefined;
    else bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
};

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** The base64 digits that bytes have wherever they begin within a group of three. */
const base64Of = (bytes: Buffer, alphabet: 'base64' | 'base64url'): readonly Buffer[] =>
  [0, 1, 2].map((shift) => {
    const digits = Buffer.concat([Buffer.alloc(shift), bytes]).toString(alphabet);
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    return Buffer.from(digits.slice(Math.ceil((shift * 8) / 6), whole));
  });

const escaped = (bytes: Buffer, before: string, isPlain: (byte: number) => boolean): Buffer =>
  Buffer.from(
    [...bytes]
      .map((byte) =>
        isPlain(byte) ? String.fromCharCode(byte) : `${before}${byte.toString(16).padStart(2, '0').toUpperCase()}`,
      )
      .join(''),
  );

const unreserved = (byte: number): boolean => /[A-Za-z0-9\-_.~]/.test(String.fromCharCode(byte)) && byte < 0x80;
const printable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f && byte !== 0x3d;

/** Escapes of everything beyond ASCII, by UTF-16 unit. */
const unitEscapes = (text: string, escape: (unit: number) => string): Buffer =>
  Buffer.from(
    [...Array(text.length).keys()]
      .map((i) => (text.charCodeAt(i) < 0x80 ? text.charAt(i) : escape(text.charCodeAt(i))))
      .join(''),
  );

const hex4 = (unit: number): string => unit.toString(16).padStart(4, '0');

/** ＡＢＣ for ABC, as forms and printers like it. */
const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

const lower = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');

/** Each once: an ASCII text looks alike in many encodings. */
const distinct = (forms: readonly Form[]): readonly Form[] =>
  [...new Map(forms.toReversed().map((form) => [form.bytes.toString('latin1'), form])).values()].toReversed();

const plainForms = (text: string): readonly Form[] => {
  const japanese = encodeCp932(text);
  return [
    { encoding: 'utf-8', bytes: Buffer.from(text) },
    { encoding: 'utf-16le', bytes: Buffer.from(text, 'utf16le') },
    { encoding: 'utf-16be', bytes: utf16be(text) },
    ...(japanese === undefined ? [] : [{ encoding: 'cp932', bytes: japanese }]),
  ];
};

/** Every way in which a text may stand somewhere without a key, but for containers. */
export const textForms = (text: string): readonly Form[] => {
  const plain = plainForms(text);
  const wide = fullWidth(text);
  const derived = plain.flatMap(({ encoding, bytes }): readonly Form[] => [
    ...base64Of(bytes, 'base64').map((digits, shift) => ({
      encoding: `base64+${shift} of ${encoding}`,
      bytes: digits,
    })),
    ...base64Of(bytes, 'base64url').map((digits, shift) => ({
      encoding: `base64url+${shift} of ${encoding}`,
      bytes: digits,
    })),
    { encoding: `hex of ${encoding}`, bytes: Buffer.from(bytes.toString('hex')) },
    { encoding: `HEX of ${encoding}`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
    { encoding: `url of ${encoding}`, bytes: escaped(bytes, '%', unreserved) },
    { encoding: `url (lower case) of ${encoding}`, bytes: lower(escaped(bytes, '%', unreserved)) },
    { encoding: `quoted-printable of ${encoding}`, bytes: escaped(bytes, '=', printable) },
  ]);
  return distinct([
    ...plain,
    ...derived,
    { encoding: 'json', bytes: unitEscapes(text, (unit) => `\\u${hex4(unit)}`) },
    { encoding: 'JSON', bytes: unitEscapes(text, (unit) => `\\u${hex4(unit).toUpperCase()}`) },
    { encoding: 'json in json', bytes: unitEscapes(text, (unit) => `\\\\u${hex4(unit)}`) },
    { encoding: 'html', bytes: unitEscapes(text, (unit) => `&#x${unit.toString(16)};`) },
    { encoding: 'html (decimal)', bytes: unitEscapes(text, (unit) => `&#${unit};`) },
    ...(wide === text ? [] : plainForms(wide).map((form) => ({ ...form, encoding: `full-width ${form.encoding}` }))),
  ]);
};

const eightBytes = (write: (buffer: Buffer) => unknown): Buffer => {
  const buffer = Buffer.alloc(8);
  write(buffer);
  return buffer;
};

const grouped = (digits: string, size: number, separator: string): string =>
  digits.replace(new RegExp(`\\B(?=(?:\\d{${size}})+$)`, 'g'), separator);

/** An amount or number of at least eight digits as text and as the bytes of a database or a careless encoder. */
export const numberForms = (value: number): readonly Form[] => {
  const digits = String(value);
  if (!Number.isSafeInteger(value) || digits.length < 8) throw new Error('a shorter number would be met by chance');
  const texts = [digits, grouped(digits, 3, ','), grouped(digits, 4, ' '), grouped(digits, 4, '-')];
  return distinct([
    ...texts.flatMap((text) => plainForms(text).map((form): Form => ({ ...form, digits: true }))),
    ...plainForms(fullWidth(digits)).map((form) => ({ ...form, encoding: `full-width ${form.encoding}` })),
    ...base64Of(Buffer.from(digits), 'base64').map((bytes, shift) => ({ encoding: `base64+${shift}`, bytes })),
    { encoding: 'hex', bytes: Buffer.from(Buffer.from(digits).toString('hex')) },
    { encoding: 'int64le', bytes: eightBytes((buffer) => buffer.writeBigInt64LE(BigInt(value))) },
    { encoding: 'int64be', bytes: eightBytes((buffer) => buffer.writeBigInt64BE(BigInt(value))) },
    { encoding: 'doublele', bytes: eightBytes((buffer) => buffer.writeDoubleLE(value)) },
    { encoding: 'doublebe', bytes: eightBytes((buffer) => buffer.writeDoubleBE(value)) },
  ]);
};
