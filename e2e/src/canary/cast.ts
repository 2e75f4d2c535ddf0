import { yen } from '@nencho/kernel';
import { randomBytes } from 'node:crypto';
import type { SeasonPerson } from '../season/people.js';
import type { Canaries } from './scanner.js';

const kanji = '桐杉松柏梅桃李杏栗柿椎楠榎槙樫柊';
const kana = 'アカサタナハマヤラワキシチニヒミ';

const spell = (bytes: Buffer, alphabet: string): string =>
  [...bytes].map((byte) => `${alphabet.charAt(byte >> 4)}${alphabet.charAt(byte & 15)}`).join('');

/** Words and numbers that stand nowhere else in the world, of one run. */
const newWords = () => {
  const seed = randomBytes(3);
  let count = 0;
  const next = (): Buffer => {
    count += 1;
    return Buffer.concat([seed, Buffer.from([count])]);
  };
  return {
    name: () => spell(next(), kanji),
    kana: () => spell(next(), kana),
    mail: () => `${next().toString('hex')}.${randomBytes(4).toString('hex')}@canary.example.jp`,
    /** Eight digits: a salary that the rules still adjust. */
    amount: () => 10_000_000 + (randomBytes(4).readUInt32BE() % 8_999_999),
    /** Twelve digits, as a My Number has. */
    number: () => 100_000_000_000 + (randomBytes(6).readUIntBE(0, 6) % 899_999_999_999),
  };
};

/** A cast of unmistakable people, and what of them must be found nowhere. */
export const canaryCast = () => {
  const words = newWords();
  const texts: string[] = [];
  const numbers: number[] = [];
  const word = (kind: 'name' | 'kana' | 'mail', before = ''): string => {
    const made = words[kind]();
    texts.push(made);
    return before + made;
  };
  const number = (kind: 'amount' | 'number'): number => {
    const made = words[kind]();
    numbers.push(made);
    return made;
  };
  const recast = (person: SeasonPerson, index: number): SeasonPerson => {
    const { facts, pay } = person;
    const disguised: SeasonPerson['facts'] = {
      ...facts,
      relatives: facts.relatives.map((relative) => ({ ...relative, name: word('name'), kana: word('kana') })),
      ...(facts.spouse === undefined ? {} : { spouse: { ...facts.spouse, name: word('name'), kana: word('kana') } }),
      lifeInsurance: [
        {
          id: 'canary',
          insurer: `${word('name')}生命 ${number('number')}`,
          kind: 'general_new',
          netPremium: yen(number('amount')),
        },
      ],
    };
    return {
      ...person,
      familyName: word('name'),
      givenName: word('name'),
      familyKana: word('kana'),
      givenKana: word('kana'),
      mail: word('mail'),
      address: word('name', '東京都千代田区'),
      facts: disguised,
      pay: { ...pay, salaryTotal: yen(number('amount')) },
      ...(index % 3 === 1
        ? {
            correction: {
              firstFacts: { ...disguised, otherIncome: yen(number('amount')) },
              path: 'otherIncome',
              comment: `${word('name')}様 番号${number('number')}をご確認ください。`,
            },
          }
        : {}),
    };
  };
  return { recast, words: { word, number }, canaries: (): Canaries => ({ texts: [...texts], numbers: [...numbers] }) };
};

export type CanaryCast = ReturnType<typeof canaryCast>;
