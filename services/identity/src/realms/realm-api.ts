import { z } from 'zod';
import { isOk, unexpectedAnswer, type KeycloakHttp } from '../keycloak/keycloak-http.js';

/** The admin API of one realm, and the list of what was changed through it. */
export type RealmApi = {
  readonly realm: string;
  /** `undefined` when there is none. */
  readonly get: <T>(path: string, schema: z.ZodType<T>) => Promise<T | undefined>;
  readonly list: <T>(path: string, schema: z.ZodType<T>) => Promise<T[]>;
  /** Writes and notes the change under `what`, a name without values. */
  readonly change: (what: string, method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<void>;
};

export const realmApi = (http: KeycloakHttp, realm: string, note: (change: string) => void): RealmApi => {
  const base = `/${encodeURIComponent(realm)}`;
  const get: RealmApi['get'] = async (path, schema) => {
    const answer = await http.call('GET', base + path);
    if (answer.status === 404) return undefined;
    if (!isOk(answer)) throw unexpectedAnswer(`read ${path} of realm ${realm}`, answer);
    return schema.parse(answer.body);
  };
  return {
    realm,
    get,
    list: async (path, schema) => (await get(path, z.array(schema))) ?? [],
    change: async (what, method, path, body) => {
      const answer = await http.call(method, base + path, body);
      if (!isOk(answer)) throw unexpectedAnswer(`change ${what} of realm ${realm}`, answer);
      note(`${realm}: ${what}`);
    },
  };
};
