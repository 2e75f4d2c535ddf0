/**
 * The only fields that a log line may carry, each with the form that its value must have. A value of another form is
 * dropped and counted, never printed: a sentence, a name in kanji or an object cannot pass any of them.
 */
const word = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const id = /^[A-Za-z0-9_.-]{1,64}$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const stringForms = {
  method: /^[A-Za-z0-9_./:{}-]{1,128}$/,
  code: word,
  errorId: uuid,
  eventType: word,
  topic: id,
  jobId: id,
  jobKind: word,
  state: word,
  dependency: word,
  version: id,
} as const;

const numberFields = ['durationMs', 'partition', 'attempt', 'count', 'port'] as const;

type StringField = keyof typeof stringForms;
type NumberField = (typeof numberFields)[number];

/** `tenant` and `subject` are ids and are printed as weekly pseudonyms; `err` is reduced to its name and code. */
export type LogFields = Readonly<
  Partial<Record<StringField, string>> &
    Partial<Record<NumberField, number>> & {
      offset?: number | string;
      tenant?: string;
      subject?: string;
      err?: unknown;
    }
>;

const numbers: ReadonlySet<string> = new Set(numberFields);

const isStringField = (key: string): key is StringField => Object.hasOwn(stringForms, key);

const property = (value: unknown, key: string): unknown => {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return (value as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined; // a getter that throws must not break the line that reports it
  }
};

/** Place in our own code (compiled, or its source by a source map), the message cut off first, so that "internal" can be found without its text. */
const placeOf = (error: unknown): string | undefined => {
  const stack = property(error, 'stack');
  if (typeof stack !== 'string') return undefined;
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  for (const frame of frames) {
    const found = /\/(?:dist|src)\/([\w/.-]{1,80}\.[jt]s:\d{1,6}):\d+\)?$/.exec(frame);
    if (found?.[1] !== undefined && !frame.includes('/node_modules/')) return found[1];
  }
  return undefined;
};

const reduceError = (error: unknown): Record<string, string | number> => {
  const reduced: Record<string, string | number> = { name: 'NonError' };
  const name = property(error, 'name');
  if (Error.isError(error) && typeof name === 'string') reduced['name'] = word.test(name) ? name : 'Error';
  const code = property(error, 'code');
  if (typeof code === 'number' && Number.isSafeInteger(code)) reduced['code'] = code;
  if (typeof code === 'string' && word.test(code)) reduced['code'] = code;
  const at = placeOf(error);
  if (at !== undefined) reduced['at'] = at;
  return reduced;
};

const reduceValue = (key: string, value: unknown, pseudonym: (value: string) => string): unknown => {
  if (key === 'err') return reduceError(value);
  if (typeof value === 'number') {
    return (numbers.has(key) || key === 'offset') && Number.isFinite(value) ? value : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (key === 'tenant' || key === 'subject') return pseudonym(value);
  if (key === 'offset') return /^\d{1,20}$/.test(value) ? value : undefined;
  return isStringField(key) && stringForms[key].test(value) ? value : undefined;
};

/** What of `fields` may be printed; the rest is counted in `droppedFields`. */
export const reduceFields = (
  fields: Readonly<Record<string, unknown>>,
  pseudonym: (value: string) => string,
): Record<string, unknown> => {
  const kept: Record<string, unknown> = {};
  let dropped = 0;
  for (const key of Object.keys(fields)) {
    const value = property(fields, key);
    if (value === undefined) continue;
    const reduced = reduceValue(key, value, pseudonym);
    if (reduced === undefined) dropped += 1;
    else kept[key] = reduced;
  }
  return dropped === 0 ? kept : { ...kept, droppedFields: dropped };
};
