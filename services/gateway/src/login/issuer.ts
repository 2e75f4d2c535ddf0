/** `https://host/auth/realms/nencho` → `nencho` */
export const realmOf = (issuer: string): string => issuer.slice(issuer.lastIndexOf('/') + 1);

/** `https://host/auth/realms/nencho` → `https://host/auth` */
export const keycloakBaseOf = (issuer: string): string => issuer.replace(/\/realms\/[^/]+$/, '');
