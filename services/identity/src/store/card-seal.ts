import type { Sealer } from '@nencho/crypto';
import { isLocalDate } from '@nencho/kernel';
import { z } from 'zod';
import type { StagedRow } from '../domain/employee-import.js';
import type { Card } from '../domain/person.js';

const text = z.string();
const dateOrEmpty = z.union([z.literal(''), z.string().refine(isLocalDate)]);

/** What was sealed by an older version must still be read by this one: a new field needs a default here. */
const cardSchema = z.object({
  familyName: text,
  givenName: text,
  familyKana: text,
  givenKana: text,
  mail: text,
  birthDate: dateOrEmpty,
  postalCode: text,
  address: text,
  joinedOn: dateOrEmpty,
  leftOn: dateOrEmpty,
});

const stagedSchema = z.array(
  z.object({
    line: z.number(),
    action: z.enum(['create', 'update']),
    personId: text,
    seenVersion: z.number(),
    loginId: text,
    employment: z.object({
      number: text,
      companyId: text,
      departmentId: text.optional(),
      departmentPath: z.array(text),
      status: z.enum(['active', 'left']),
    }),
    card: cardSchema,
  }),
);

export type CardSeal = {
  readonly seal: (tenantId: string, personId: string, card: Card) => Promise<Buffer>;
  readonly open: (tenantId: string, personId: string, blob: Uint8Array) => Promise<Card>;
  readonly sealRows: (tenantId: string, documentId: string, rows: readonly StagedRow[]) => Promise<Buffer>;
  readonly openRows: (tenantId: string, documentId: string, blob: Uint8Array) => Promise<readonly StagedRow[]>;
};

/** Cards and staged rows under the tenant's key for contact data, bound to tenant and document. */
export const cardSeal = (sealer: Pick<Sealer, 'sealJson' | 'openJson'>): CardSeal => {
  const cardPlace = (tenantId: string, documentId: string) =>
    ({ tenantId, name: 'identity.card/1', documentId }) as const;
  const rowsPlace = (tenantId: string, documentId: string) =>
    ({ tenantId, name: 'identity.import/1', documentId }) as const;
  return {
    seal: async (tenantId, personId, card) => sealer.sealJson(cardPlace(tenantId, personId), card),
    open: async (tenantId, personId, blob) =>
      cardSchema.parse(await sealer.openJson(cardPlace(tenantId, personId), blob)),
    sealRows: async (tenantId, documentId, rows) => sealer.sealJson(rowsPlace(tenantId, documentId), rows),
    openRows: async (tenantId, documentId, blob) =>
      stagedSchema.parse(await sealer.openJson(rowsPlace(tenantId, documentId), blob)) as StagedRow[],
  };
};
