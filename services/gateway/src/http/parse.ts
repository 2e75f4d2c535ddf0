import { type Violation, validationFailed } from '@nencho/kernel';
import { type z } from 'zod';

type Issue = z.core.$ZodIssue;

const joined = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );

const ruleOf = (issue: Issue, input: unknown): Omit<Violation, 'path'> => {
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(input, issue.path) === undefined
        ? { rule: 'required' }
        : { rule: 'wrong_type', params: { expected: issue.expected } };
    case 'too_small':
      return { rule: 'too_small', params: { minimum: String(issue.minimum) } };
    case 'too_big':
      return { rule: 'too_big', params: { maximum: String(issue.maximum) } };
    case 'invalid_format':
      return { rule: 'wrong_format' };
    case 'invalid_value':
    case 'invalid_union':
      return valueAt(input, issue.path) === undefined ? { rule: 'required' } : { rule: 'not_allowed' };
    case 'custom':
      return { rule: issue.message };
    default:
      return { rule: 'invalid' };
  }
};

/** One violation per issue; unknown fields one each, by their own path. Values never appear. */
export const violationsOf = (error: z.ZodError, input: unknown, prefix = ''): readonly Violation[] =>
  error.issues.flatMap((issue): readonly Violation[] => {
    const place = (path: readonly PropertyKey[]) => prefix + joined(path);
    if (issue.code !== 'unrecognized_keys') return [{ path: place(issue.path), ...ruleOf(issue, input) }];
    return issue.keys.map((key) => ({ path: place([...issue.path, key]), rule: 'unknown_field' }));
  });

type Place = { readonly key: PropertyKey; readonly above: Place | undefined };

const pathTo = (place: Place | undefined): readonly PropertyKey[] => {
  const path: PropertyKey[] = [];
  for (let at = place; at !== undefined; at = at.above) path.unshift(at.key);
  return path;
};

/**
 * `__proto__` as a key of its own: schemas pass over it, so it is looked for by itself. Neither recursion nor a path
 * copied at each level: the depth is the client's choice.
 */
const protoPath = (input: unknown): string | undefined => {
  const open: { readonly value: unknown; readonly place: Place | undefined }[] = [{ value: input, place: undefined }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, place } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) return joined([...pathTo(place), '__proto__']);
    const isList = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      open.push({ value: inner, place: { key: isList ? Number(key) : key, above: place } });
    }
  }
  return undefined;
};

/** Parses what a client sent. @throws AppError `validation_failed` with every broken rule and its path. */
export const parseInput = <S extends z.ZodType>(schema: S, input: unknown, prefix = ''): z.output<S> => {
  const proto = protoPath(input);
  if (proto !== undefined) throw validationFailed([{ path: prefix + proto, rule: 'unknown_field' }]);
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw validationFailed(violationsOf(parsed.error, input, prefix));
  return parsed.data;
};
