import { notFound } from '@nencho/kernel';

/** The thing, or `not_found`: the one answer for what is absent and for what is another tenant's. */
export const found = <T>(kind: string, thing: T | undefined): T => {
  if (thing === undefined) throw notFound(kind);
  return thing;
};
