import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { connect, createServer, type PeerCertificate, type TLSSocket } from 'node:tls';
import { certificateFiles } from './certificate-files.js';
import { createCertificateAuthority, ensureCertificates } from './certificates.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

const dayMs = 86_400_000;

const handshake = async (
  server: { cert: string; key: string; ca: string },
  client: { cert: string; key: string; ca: string },
): Promise<PeerCertificate> =>
  new Promise((resolve, reject) => {
    const listener = createServer({ ...server, requestCert: true, rejectUnauthorized: true }, (socket: TLSSocket) => {
      resolve(socket.getPeerCertificate());
      socket.end();
      listener.close();
    });
    listener.on('tlsClientError', (error) => {
      reject(error);
      listener.close();
    });
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      connect({ port, host: 'localhost', ...client })
        .on('error', reject)
        .resume();
    });
  });

describe('development certificates', () => {
  test('carry the name for TLS and the identity for authorisation', async () => {
    const authority = await createCertificateAuthority(new Date());
    const ca = authority.certificate;
    const peer = await handshake(
      { ...(await authority.issue('declaration')), ca },
      { ...(await authority.issue('gateway')), ca },
    );
    expect(peer.subjectaltname).toBe('DNS:localhost, DNS:gateway, IP Address:127.0.0.1, URI:spiffe://nencho/gateway');
  });

  test('of a foreign authority or out of date are refused', async () => {
    const now = new Date();
    const [authority, foreign] = await Promise.all([createCertificateAuthority(now), createCertificateAuthority(now)]);
    const ca = authority.certificate;
    const server = { ...(await authority.issue('declaration')), ca };
    await expect(handshake(server, { ...(await foreign.issue('gateway')), ca })).rejects.toThrow();
    const expired = await authority.issue('gateway', { notAfter: new Date(now.getTime() - 1_000) });
    await expect(handshake(server, { ...expired, ca })).rejects.toThrow();
  });

  test('stay while they last, and all change when one is about to expire', async () => {
    const now = new Date();
    const names = ['gateway', 'identity'];
    expect(await ensureCertificates(temporary.path, names, now)).toEqual({ renewed: true });
    const { certFile, keyFile, caFile } = certificateFiles(temporary.path, 'gateway');
    const before = readFileSync(certFile, 'utf8');
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(new X509Certificate(before).verify(new X509Certificate(readFileSync(caFile)).publicKey)).toBe(true);

    const nearEnd = new Date(now.getTime() + 390 * dayMs);
    expect(await ensureCertificates(temporary.path, names, new Date(now.getTime() + 300 * dayMs))).toEqual({
      renewed: false,
    });
    expect(await ensureCertificates(temporary.path, names, nearEnd)).toEqual({ renewed: true });
    expect(readFileSync(certFile, 'utf8')).not.toBe(before);
    expect(new Date(new X509Certificate(readFileSync(certFile)).validTo).getTime()).toBeGreaterThan(
      nearEnd.getTime() + 300 * dayMs,
    );
  });
});
