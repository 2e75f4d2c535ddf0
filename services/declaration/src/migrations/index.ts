import type { Migration } from '@nencho/mongo';
import { collections } from './0001-collections.js';
import { attachments } from './0002-attachments.js';

/** In the order in which they run; a new step is appended, none is changed. */
export const declarationMigrations: readonly Migration[] = [collections, attachments];
