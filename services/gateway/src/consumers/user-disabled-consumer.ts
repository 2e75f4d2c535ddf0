import { forbidden } from '@nencho/kernel';
import { type ConsumerDeps, type EventHandlers } from '@nencho/messaging';
import type { ClientSession } from 'mongoose';

type Deps = { readonly signIns: { readonly removeBySub: (sub: string, session: ClientSession) => Promise<number> } };

/** Drops the sessions of a user whose access was ended. Keycloak refuses the refresh too; this is at once. */
export const gatewayEventHandlers = ({ signIns }: Deps) =>
  ({
    UserDisabled: async ({ sub }, _meta, session) => {
      await signIns.removeBySub(sub, session);
    },
  }) satisfies EventHandlers;

/** The gateway holds no tenant's keys: of an event that it cannot read it keeps the position and the reason alone. */
export const keylessSealer: ConsumerDeps['sealer'] = {
  seal: async () => Promise.reject(forbidden('tenant_keys')),
  openForeign: async () => Promise.reject(forbidden('tenant_keys')),
  wrappedClassKey: async () => Promise.reject(forbidden('tenant_keys')),
};
