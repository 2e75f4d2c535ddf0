import { createHash, randomBytes } from 'node:crypto';
import type { Codes } from '../application/termination-ports.js';

/** Crockford's base 32: no I, L, O, U, so that a printed code can be typed. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const letters = 28;

/** 140 random bits, in groups of four. */
const newCode = (): string => {
  const text = Array.from(randomBytes(letters), (byte) => alphabet[byte % 32] ?? '').join('');
  return (text.match(/.{4}/g) ?? []).join('-');
};

/** As typed: case, spaces and hyphens do not matter, O is 0, I and L are 1. Undefined when it can be no code. */
const normalCode = (typed: string): string | undefined => {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return new RegExp(`^[${alphabet}]{${letters}}$`).test(text) ? text : undefined;
};

/** What is stored of a code: 140 bits cannot be tried out, so a plain hash keeps it. */
const codeHash = (code: string): string | undefined => {
  const normal = normalCode(code);
  if (normal === undefined) return undefined;
  return createHash('sha256').update(`nencho certificate code 1 ${normal}`).digest('hex');
};

export const oneTimeCodes: Codes = { fresh: newCode, hashOf: codeHash };
