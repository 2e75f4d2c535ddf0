import { requirePermission, type OperatorActor, type UserActor } from '@nencho/auth';
import { illegalState, newId, notFound, validationFailed, type Clock, type Violation } from '@nencho/kernel';
import { isErasing, type Erasure } from '../domain/erasure.js';
import { certificateLetter } from '../domain/letter.js';
import { keptUntil } from './contract-events.js';
import type { MutateTenant, RequireRecentSignIn } from './contract-end-acts.js';
import type { ErasureDeps, Session } from './erasure-ports.js';
import { deadlinesView } from './erasure-views.js';
import type { Codes, TerminationContact, TerminationStore } from './termination-ports.js';
import type { TransparencyStore } from './transparency-ports.js';

type Deps = Pick<ErasureDeps, 'erasures' | 'settings' | 'transact'> & {
  readonly clock: Clock;
  readonly mutate: MutateTenant;
  readonly termination: Pick<TerminationStore, 'saveContact' | 'replaceCode'>;
  readonly codes: Codes;
  readonly transparency: Pick<TransparencyStore, 'insert'>;
  readonly requireRecentSignIn: RequireRecentSignIn;
};

export type CertificateLetters = {
  readonly recordContact: (
    command: TerminationContact & { readonly idempotencyKey: string },
    actor: UserActor,
  ) => Promise<string>;
  readonly issue: (
    command: { readonly idempotencyKey: string; readonly tenantId: string },
    operator: OperatorActor,
  ) => Promise<string>;
};

const longest = { organisation: 100, contactName: 100, address: 200 } as const;

const checked = (contact: TerminationContact): TerminationContact => {
  const violations: Violation[] = [];
  for (const field of ['organisation', 'contactName', 'address'] as const) {
    const { length } = contact[field].trim();
    if (length === 0) violations.push({ path: field, rule: 'required' });
    if (length > longest[field])
      violations.push({ path: field, rule: 'too_long', params: { max: `${longest[field]}` } });
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    if (/[\u0000-\u001f\u007f]/.test(contact[field])) violations.push({ path: field, rule: 'control_character' });
  }
  if (!/^\d{3}-?\d{4}$/.test(contact.postalCode)) violations.push({ path: 'postalCode', rule: 'postal_code' });
  if (violations.length > 0) throw validationFailed(violations);
  return contact;
};

/** The one-time codes for the certificate: by an administrator with a contact, or by an operator when nobody gave one. */
export const certificateLetters = (deps: Deps): CertificateLetters => {
  const { erasures, settings, clock, mutate, termination, transact, transparency, codes } = deps;

  const replaceCode = async (erasure: Erasure, session: Session): Promise<string> => {
    const code = codes.fresh();
    await termination.replaceCode(erasure.id, codes.hashOf(code) ?? '', clock.now(), session);
    return code;
  };
  const letterOf = (erasure: Erasure, code: string, addressee?: TerminationContact): string =>
    certificateLetter({
      ...{ tenantCode: erasure.tenantCode, endDate: erasure.endDate, code },
      certificateDue: deadlinesView(erasure, clock.now(), settings).certificateDue.date,
      ...(addressee === undefined ? {} : { addressee }),
    });

  return {
    recordContact: async ({ idempotencyKey: key, ...given }, actor) => {
      requirePermission(actor, 'contract.manage', 'tenant');
      deps.requireRecentSignIn(actor); // the letter that it answers opens the certificate
      const contact = checked(given);
      const issued: { letter?: string } = {};
      await mutate({ actor, method: 'RecordTerminationContact', key, content: contact }, async (session) => {
        const erasure = await erasures.ofTenant(actor.tenantId, session);
        if (erasure === undefined) throw illegalState('no_contract_end');
        if (erasure.state !== 'notice' && erasure.state !== 'grace') throw illegalState('erasure_begun');
        await termination.saveContact(erasure.id, contact, keptUntil(erasure.endDate, clock.now()), session);
        const saved = await erasures.save({ ...erasure, contactRecorded: true }, clock.now(), session);
        issued.letter = letterOf(saved, await replaceCode(saved, session), contact);
        return { type: 'termination_contact_recorded', erasureId: saved.id };
      });
      // A repeat of the same call finds its key used: the letter was answered, and only a new key issues another.
      return issued.letter ?? '';
    },
    // No idempotency row: a repeat answers another letter and voids the first, and after an erasure no row may be left.
    issue: async ({ tenantId }, { sub: operatorSub }) =>
      transact(async (session) => {
        const erasure = await erasures.ofTenant(tenantId, session);
        if (erasure === undefined) throw notFound('contract_end');
        if (erasure.contactRecorded) throw illegalState('contact_recorded');
        const saved = await erasures.save({ ...erasure, letterIssued: true }, clock.now(), session);
        if (!isErasing(saved.state)) {
          const act = { id: newId(), tenantId, at: clock.now(), operatorSub, reason: '', ticket: '' };
          await transparency.insert({ ...act, action: 'IssueCertificateLetter' }, session);
        }
        return letterOf(saved, await replaceCode(saved, session));
      }),
  };
};
