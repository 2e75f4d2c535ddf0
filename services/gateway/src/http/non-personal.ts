import { z } from 'zod';

/** A schema whose values say nothing about any person. Only this module makes them. */
export type NonPersonal<S extends z.ZodType = z.ZodType> = S & { readonly '~nonPersonal': true };

/** The kinds of leaves; `isNonPersonal` knows the schemas by being made here. */
const leaves = new WeakSet<z.ZodType>();

const leaf = <S extends z.ZodType>(schema: S): NonPersonal<S> => {
  leaves.add(schema);
  return schema as NonPersonal<S>;
};

const compound = <S extends z.ZodType>(schema: S): NonPersonal<S> => schema as NonPersonal<S>;

/**
 * What an operator may be told (white paper 16.3): ids, codes, states, dates, counts; the customer's own name of itself;
 * what an operator wrote; and the text of a letter in the moment it is printed. There is no leaf for a free text, so a
 * field that holds a person's data has no way into an answer.
 */
export const plain = {
  /** A random id of ours, or the subject of an operator. */
  id: () => leaf(z.string()),
  /** The tenant's code. */
  code: () => leaf(z.string()),
  /** The name under which a customer (a legal person) has its contract. */
  customerName: () => leaf(z.string()),
  /** ISO date or RFC 3339 instant; empty for none. */
  time: () => leaf(z.string()),
  /** One of a closed list, or the name of one of our methods, services and collections. */
  state: () => leaf(z.string()),
  hash: () => leaf(z.string()),
  cursor: () => leaf(z.string()),
  count: () => leaf(z.int()),
  flag: () => leaf(z.boolean()),
  /** Written by an operator, for the tenant's administrators to read. */
  operatorsWords: () => leaf(z.string()),
  /** Made of what the operator has just typed and a secret that works once; never stored, shown for printing. */
  letter: () => leaf(z.string()),
  object: <S extends Readonly<Record<string, NonPersonal>>>(shape: S) => compound(z.object(shape)),
  list: <S extends NonPersonal>(item: S) => compound(z.array(item)),
  optional: <S extends NonPersonal>(schema: S) => compound(z.optional(schema)),
};

/** Paths of an answer that were not made by `plain`. */
export const personalPaths = (schema: z.ZodType, path = ''): readonly string[] => {
  if (leaves.has(schema)) return [];
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, inner]) =>
      personalPaths(inner as z.ZodType, path === '' ? name : `${path}.${name}`),
    );
  }
  if (schema instanceof z.ZodArray) return personalPaths(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodOptional) return personalPaths(schema.unwrap() as z.ZodType, path);
  return [path];
};
