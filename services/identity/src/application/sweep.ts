import type { Clock } from '@nencho/kernel';
import type { KeycloakUsers, Log, PersonStore, TenantStore } from './ports.js';

export type SweepDeps = {
  readonly tenants: Pick<TenantStore, 'dueLetters' | 'settleLetter'>;
  readonly people: Pick<PersonStore, 'dueSignOffs' | 'settleSignOff'>;
  readonly keycloak: Pick<KeycloakUsers, 'shutOut' | 'awaitsPasswordChange'>;
  readonly clock: Clock;
  readonly logger: Pick<Log, 'info'>;
};

const MAX_SIGN_OFFS = 100;

/**
 * What is owed to Keycloak: sessions of people who were disabled while it was away, and initial passwords of letters
 * whose 30 days are over. Every step may be repeated; an unreachable Keycloak leaves the rest for the next time.
 */
export const sweep =
  ({ tenants, people, keycloak, clock, logger }: SweepDeps) =>
  async (): Promise<void> => {
    for (const { tenantId, id, sub } of await people.dueSignOffs(MAX_SIGN_OFFS)) {
      await keycloak.shutOut(sub);
      await people.settleSignOff(tenantId, id);
      logger.info('sign_off_done', { tenant: tenantId, subject: sub });
    }
    for (const { tenantId, sub } of await tenants.dueLetters(clock.now())) {
      const unused = await keycloak.awaitsPasswordChange(sub);
      if (unused) await keycloak.shutOut(sub);
      await tenants.settleLetter(tenantId, unused ? 'expired' : 'used');
      logger.info('letter_settled', { tenant: tenantId, state: unused ? 'expired' : 'used' });
    }
  };
