import { join } from 'node:path';

/** The checkout that this package is part of. */
export const repositoryRoot = join(import.meta.dirname, '..', '..', '..');
