import { isAppError, type Violation } from '@nencho/kernel';
import { parseFacts } from '../facts-schema.js';

/** What a parser finds wrong with what it is given; nothing where it takes it. */
export const violationsIn = (parse: () => unknown): readonly Violation[] => {
  try {
    parse();
    return [];
  } catch (error) {
    if (isAppError(error) && error.code === 'validation_failed') return error.violations;
    throw error;
  }
};

/** What `parseFacts` finds wrong with a value. */
export const violationsOf = (value: unknown): readonly Violation[] => violationsIn(() => parseFacts(value));

/** A copy of the facts with the value at a path (`relatives[0].birthDate`) replaced. */
export const copyWith = (facts: object, path: string, value: unknown): Record<string, unknown> => {
  // Through JSON: what stands in two places of the facts is two things in the copy.
  const copy = JSON.parse(JSON.stringify(facts)) as Record<string, unknown>;
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '');
  const parent = parts.slice(0, -1).reduce((at, part) => at[part] as Record<string, unknown>, copy);
  parent[parts.at(-1) ?? ''] = value;
  return copy;
};
