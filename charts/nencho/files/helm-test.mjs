// What `helm test` asks of a release, from a pod of its namespace: does the page come, and is everybody else shut out?
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:tls';
import { readFileSync } from 'node:fs';

const { GATEWAY_URL, SERVICES = '', CA_FILE } = process.env;
const failures = [];

/** Tries again for a while: a NetworkPolicy reaches the data plane after its pod starts. */
const check = async (what, attempt) => {
  for (let left = 10; ; left -= 1) {
    try {
      await attempt();
      console.log(`ok    ${what}`);
      return;
    } catch (error) {
      if (left === 0) {
        console.log(`FAIL  ${what}: ${error.message}`);
        failures.push(what);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
};

const get = (url) =>
  new Promise((resolve, reject) => {
    const https = url.startsWith('https:');
    const options = https ? { ca: readFileSync(CA_FILE), servername: 'gateway', minVersion: 'TLSv1.2' } : {};
    const request = (https ? httpsRequest : httpRequest)(url, { timeout: 3_000, ...options }, resolve);
    request.on('timeout', () => request.destroy(new Error('no answer in 3 s')));
    request.on('error', reject);
    request.end();
  });

/** Resolves when the server ends the connection before it says a word; a word, or silence, is a failure. */
const isRefused = (target, options) =>
  new Promise((resolve, reject) => {
    const [host, port] = target.split(':');
    const socket = connect({ host, port: Number(port), ALPNProtocols: ['h2'], rejectUnauthorized: false, ...options });
    const failed = (error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(3_000, () => failed(new Error('neither refused nor answered in 3 s')));
    socket.on('data', () => failed(new Error('it was answered')));
    socket.on('error', (error) =>
      /ALERT|ECONNRESET|handshake|EPROTO|socket disconnected/i.test(`${error.code} ${error.message}`)
        ? resolve()
        : failed(error),
    );
    socket.on('close', resolve);
  });

await check('the page comes, with its security headers', async () => {
  const { statusCode, headers } = await get(`${GATEWAY_URL}/`);
  if (statusCode >= 400) throw new Error(`status ${statusCode}`);
  if (!headers['content-security-policy']) throw new Error('no content-security-policy');
});
await check('an API call without a session is refused', async () => {
  const { statusCode } = await get(`${GATEWAY_URL}/api/v1/campaigns`);
  if (statusCode !== 401) throw new Error(`status ${statusCode}`);
});
for (const target of SERVICES.split(',')) {
  await check(`${target} refuses a caller without a certificate`, () => isRefused(target, {}));
  await check(`${target} refuses TLS 1.1`, () =>
    isRefused(target, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  );
}
process.exitCode = failures.length === 0 ? 0 : 1;
