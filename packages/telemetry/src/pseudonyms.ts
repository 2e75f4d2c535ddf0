import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, type Clock, compareDates, dateInTokyo, isLocalDate, type LocalDate } from '@nencho/kernel';

const FILE = /^log-pseudonym\.(\d{4}-\d{2}-\d{2})\.key$/;
const KEEP_DAYS = 90;
const KEY_BYTES = 32;

/** Monday of the week, in Tokyo. */
const weekOf = (date: LocalDate): LocalDate => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
};

const hasCode = (error: unknown, code: string): boolean =>
  Error.isError(error) && 'code' in error && error.code === code;

/** All services of an installation share the directory, so that one subject has one pseudonym everywhere. */
const readOrCreateKey = (directory: string, week: LocalDate): Buffer => {
  const file = join(directory, `log-pseudonym.${week}.key`);
  const read = () => {
    const key = readFileSync(file);
    if (key.length !== KEY_BYTES) throw new Error('a pseudonym key has a wrong length');
    return key;
  };
  try {
    return read();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file); // atomic: whoever comes first wins, and nobody reads half a key
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read();
};

/**
 * Destroys every key whose week began 90 days ago: from then on its log lines, the oldest of which are 90 days old,
 * identify nobody. Whoever makes the key of a week does it as well; a periodic task sees to it when nobody logs.
 * @returns how many
 */
export const destroyPseudonymKeys = (directory: string, clock: Clock): number => {
  const today = dateInTokyo(clock.now());
  const old = readdirSync(directory).filter((name) => {
    const week = FILE.exec(name)?.[1];
    return week !== undefined && isLocalDate(week) && compareDates(addDays(week, KEEP_DAYS), today) <= 0;
  });
  for (const name of old) rmSync(join(directory, name), { force: true });
  return old.length;
};

/** HMAC of an id under the key of the week, 16 hex digits. Without its key directory it answers 'unavailable'. */
export const createPseudonyms = (directory: string, clock: Clock): ((value: string) => string) => {
  let current: { readonly week: LocalDate; readonly key: Buffer } | undefined;
  const keyOfWeek = (today: LocalDate): Buffer => {
    const week = weekOf(today);
    if (current?.week === week) return current.key;
    const key = readOrCreateKey(directory, week);
    destroyPseudonymKeys(directory, clock);
    current = { week, key };
    return key;
  };
  return (value) => {
    try {
      const key = keyOfWeek(dateInTokyo(clock.now()));
      return createHmac('sha256', key).update(value).digest('hex').slice(0, 16);
    } catch {
      return 'unavailable'; // a line without a pseudonym is better than no line, and far better than the id
    }
  };
};
