import { isServiceName, type ServiceName } from '@nencho/auth';

const serviceUri = /^URI:spiffe:\/\/nencho\/([a-z]+)$/;

/**
 * The service that a certificate names, from Node's text of its subjectAltName (`DNS:identity, URI:spiffe://nencho/…`).
 * Undefined unless exactly one URI stands there and is ours. Node quotes a name that holds a comma: such a
 * certificate is none of ours, and reading on could find a URI inside the quotes.
 */
export const serviceOfSubjectAltName = (subjectAltName: string | undefined): ServiceName | undefined => {
  if (subjectAltName === undefined || subjectAltName.includes('"')) {
    return undefined;
  }
  const uris = subjectAltName.split(', ').filter((name) => name.startsWith('URI:'));
  const name = uris.length === 1 ? serviceUri.exec(uris[0] ?? '')?.[1] : undefined;
  return name !== undefined && isServiceName(name) ? name : undefined;
};
