import { isLocalDate, type LocalDate, type Yen } from '@nencho/kernel';
import { z } from 'zod';
import { factLimits } from './fact-limits.js';
import type { StatedDate } from './facts.js';

/** Gives a checked shape its brand; Zod itself keeps the plain type, so that the schema has a JSON Schema. */
const branded = <T>(schema: z.ZodType<string> | z.ZodType<number>): z.ZodType<T> => schema as unknown as z.ZodType<T>;

export const amount = branded<Yen>(z.int().min(0).max(factLimits.amount));
export const signedAmount = branded<Yen>(z.int().min(-factLimits.amount).max(factLimits.amount));
export const id = z
  .string()
  .min(1)
  .max(factLimits.id)
  .regex(/^[A-Za-z0-9_-]*$/);
/** One line: no control characters, line separators or broken surrogates. */
export const text = z
  .string()
  .max(factLimits.text)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u);
export const longText = z
  .string()
  .max(factLimits.longText)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u);
// The message of a refinement is the rule that was broken, for whoever reads the issue.
const isBirthDate = (value: string): boolean => isLocalDate(value) && value >= factLimits.earliestBirthDate;
export const birthDate = branded<LocalDate>(z.string().max(10).refine(isBirthDate, 'date'));
/** A day of an event, not before anybody's birth. */
export const day = birthDate;
export const statedBirthDate = branded<StatedDate>(
  z
    .string()
    .max(10)
    .refine((value) => value === '' || isBirthDate(value), 'date'),
);
export const disability = z.enum(['none', 'general', 'special']);
