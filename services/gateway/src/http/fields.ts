import { isId, isLocalDate } from '@nencho/kernel';
import { z } from 'zod';

/** Fields that many routes share. A custom message is the violation's rule. */
export const idSchema = z.string().refine(isId, { error: 'wrong_format' }).meta({ format: 'uuid' });
export const tenantCodeSchema = z.string().regex(/^[a-z0-9-]{3,20}$/);
export const loginIdSchema = z
  .string()
  .max(64)
  .regex(/^[a-z0-9._-]+$/);
export const dateSchema = z.string().refine(isLocalDate, { error: 'impossible_date' }).meta({ format: 'date' });
export const codeSchema = z.string().min(1).max(50);
export const nameSchema = z.string().min(1).max(200);
export const cursorSchema = z.string().max(1_000).optional();
export const limitSchema = z.coerce.number().int().min(1).max(200).optional();
export const searchSchema = z.string().min(1).max(100).optional();
export const versionSchema = z.int().min(0);
