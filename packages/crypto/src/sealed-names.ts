import { AppError } from '@nencho/kernel';

type YearClass = 'declaration' | 'document';
type YearKeyClass = `${YearClass}:${number}`;

/** Classes of keys of one tenant. Those of a year can be destroyed with that year. */
export type KeyClass = 'contact' | 'invite' | 'index' | 'audit' | 'messages' | YearKeyClass;

/**
 * Every kind of sealed value and the class of key that it lies under. Frozen: a name goes into the additional data of
 * each blob, so a changed or removed name makes stored data unreadable. A new shape gets a new number.
 */
export const sealedNames = Object.freeze({
  'identity.card/1': 'contact',
  'identity.import/1': 'contact',
  'identity.job_error/1': 'contact',
  'declaration.facts/1': 'declaration',
  'declaration.revision/1': 'declaration',
  'declaration.comments/1': 'declaration',
  'declaration.pay/1': 'declaration',
  'declaration.pay_import/1': 'declaration',
  'declaration.result/1': 'declaration',
  'declaration.trace/1': 'declaration',
  'declaration.job_error/1': 'messages',
  'document.attachment/1': 'document',
  'document.preview/1': 'document',
  'document.attachment_meta/1': 'document',
  'declaration.dead_letter/1': 'messages',
  'notification.dead_letter/1': 'messages',
  'retention.dead_letter/1': 'messages',
  'audit.entry/1': 'audit',
  'retention.entry/1': 'audit',
} as const satisfies Record<string, KeyClass | YearClass>);

/** Values under these are looked up, never opened: a new key would find none of those that are stored. */
const lookedUp: ReadonlySet<string> = new Set<KeyClass>(['index', 'invite']);

export const isRotatedClass = (keyClass: string): boolean => !lookedUp.has(keyClass);

export type SealedName = keyof typeof sealedNames;

/** Where a sealed value belongs. `year` is the tax year, demanded by the names of the classes `declaration` and `document`. */
export type SealPlace = {
  readonly tenantId: string;
  readonly name: SealedName;
  readonly documentId: string;
  readonly year?: number;
};

export const keyClassOf = ({ name, year }: Pick<SealPlace, 'name' | 'year'>): KeyClass => {
  const keyClass = sealedNames[name];
  if (keyClass !== 'declaration' && keyClass !== 'document') return keyClass;
  if (year === undefined) throw new AppError('internal', `${name} is sealed per tax year, and none was given`);
  return `${keyClass}:${year}`;
};
