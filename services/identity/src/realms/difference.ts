import type { Json, JsonObject } from './desired-realms.js';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sameList = (desired: readonly Json[], actual: readonly unknown[]): boolean =>
  desired.length === actual.length &&
  (desired.every((item) => typeof item === 'string')
    ? [...desired].sort().join('\n') === actual.map(String).sort().join('\n')
    : desired.every((item, index) => satisfies(item, actual[index])));

/** True when everything that is desired holds; what is not named does not matter. Lists of words have no order. */
export const satisfies = (desired: Json, actual: unknown): boolean => {
  if (Array.isArray(desired)) return Array.isArray(actual) && sameList(desired as readonly Json[], actual);
  if (isObject(desired)) {
    return isObject(actual) && Object.entries(desired).every(([key, value]) => satisfies(value, actual[key]));
  }
  return desired === actual;
};

/** Names of the settings that are not as desired; never their values (a client's secret is among them). */
export const differences = (desired: JsonObject, actual: unknown): readonly string[] =>
  Object.entries(desired)
    .filter(([key, value]) => !satisfies(value, isObject(actual) ? actual[key] : undefined))
    .map(([key]) => key);
