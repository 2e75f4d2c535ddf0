/**
 * Two ways between a value of the tax rules (`Fact`) and its form on the wire. What comes from the wire is of no type yet: a
 * schema reads it afterwards, and finds there every word that this version does not know.
 */
export type Codec<Fact, Wire> = {
  readonly toWire: (fact: Fact) => Wire;
  readonly fromWire: (wire: Wire) => unknown;
};

type Stated<Value> = Exclude<Value, undefined>;
type Plain = string | number | boolean;
type IsCarriedAsItIs<Fact, Wire> = [Fact] extends [Plain] ? ([Fact] extends [Wire] ? true : false) : false;

type OnWire<Wire, Name> = Stated<Wire[Name & keyof Wire]>;

/** A codec for each field that is not the same plain value on both sides; never, where a fact has no field on the wire. */
type Fields<Fact, Wire> = keyof Fact extends keyof Wire
  ? {
      readonly [
        Name in keyof Fact as IsCarriedAsItIs<Stated<Fact[Name]>, OnWire<Wire, Name>> extends true ? never : Name
      ]-?: Codec<Stated<Fact[Name]>, OnWire<Wire, Name>>;
    }
  : never;

const eachStated = (value: object, change: (name: string, field: unknown) => unknown): object =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[name, change(name, field)]])),
  );

/**
 * A message with the fields of a fact, under the same names: a fact without its field on the wire does not compile. What is
 * undefined on one side is absent on the other.
 */
export const message = <Fact extends object, Wire extends object>(fields: Fields<Fact, Wire>): Codec<Fact, Wire> => {
  const codecs = new Map<string, Codec<unknown, unknown>>(Object.entries(fields));
  return {
    toWire: (fact) => eachStated(fact, (name, field) => codecs.get(name)?.toWire(field) ?? field) as Wire,
    fromWire: (wire) => eachStated(wire, (name, field) => codecs.get(name)?.fromWire(field) ?? field),
  };
};

export const list = <Fact, Wire>({ toWire, fromWire }: Codec<Fact, Wire>): Codec<readonly Fact[], Wire[]> => ({
  toWire: (facts) => facts.map(toWire),
  fromWire: (wires) => wires.map(fromWire),
});

/** A list in a message of its own, which an absent list is not. */
export const items = <Fact, Wire>(one: Codec<Fact, Wire>): Codec<readonly Fact[], { items: Wire[] }> => {
  const { toWire, fromWire } = list(one);
  return { toWire: (facts) => ({ items: toWire(facts) }), fromWire: (wire) => fromWire(wire.items) };
};

type WordOf<Value extends string, Prefix extends string> = Value extends `${Prefix}_${infer Word}`
  ? Lowercase<Word>
  : never;

/**
 * Words of the tax rules as values of an enum, by their names: 'real_estate' is INCOME_KIND_REAL_ESTATE of the prefix
 * INCOME_KIND. A word that the enum does not have does not compile; a value without a word (unspecified, of a newer version)
 * comes back as something that no schema takes.
 */
export const words = <Prefix extends string, Wire extends string>(
  prefix: Prefix,
  values: Readonly<Record<string, Wire>>,
): Codec<WordOf<`${Wire}`, Prefix>, Wire> => ({
  toWire: (word) => {
    const value = values[`${prefix}_${word.toUpperCase()}`];
    if (value === undefined) throw new TypeError(`${prefix} has no such word`);
    return value;
  },
  fromWire: (value) => (value.startsWith(`${prefix}_`) ? value.slice(prefix.length + 1).toLowerCase() : value),
});
