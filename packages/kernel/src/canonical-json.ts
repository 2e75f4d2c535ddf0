const hasToJson = (value: object): value is { toJSON(): unknown } =>
  'toJSON' in value && typeof value.toJSON === 'function';

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

const writeObject = (value: object): string => {
  if (hasToJson(value)) return write(value.toJSON());
  if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null)).join(',')}]`;
  if (!isPlain(value)) throw new TypeError('only plain objects and arrays have a canonical form');
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`);
  return `{${members.join(',')}}`;
};

const write = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a number must be finite');
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : writeObject(value);
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      throw new TypeError(`no canonical form for ${typeof value}`);
  }
};

/**
 * JSON with keys in code-unit order and no white space, so that equal values have equal text: for hashes and
 * fingerprints. Members that are undefined are left out, as in JSON; what JSON would lose silently (NaN, bigint,
 * functions, maps) throws a TypeError.
 */
export const canonicalJson = (value: unknown): string => write(value);
