// SendGrid itself cannot run here: an HTTP server on this machine answers as its documentation says. It proves our
// wiring (address, headers, what we make of each answer), not SendGrid's behaviour.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendgridTransport } from './sendgrid-transport.js';

type Request = { readonly url: string; readonly authorization: string; readonly body: Record<string, unknown> };
const requests: Request[] = [];
let answer: { readonly status: number; readonly body: unknown } = { status: 202, body: '' };

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const server = createServer((request, response) => {
  void read(request).then((body) => {
    const { url = '', headers } = request;
    requests.push({ url, authorization: headers.authorization ?? '', body: JSON.parse(body) as Request['body'] });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
});
let baseUrl = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const mail = { to: 'hanako@corp.example', subject: 's', text: 't', html: '<p>t</p>', messageId: 'abc@nencho.example' };
const from = { name: 'Nencho', address: 'no-reply@nencho.example' };
const send = async (url = baseUrl) => sendgridTransport({ apiKey: 'SG.key', from, baseUrl: url }).send(mail);

test('a mail goes out with our Message-ID, and links are not rewritten', async () => {
  expect(await send()).toBe('accepted');
  expect(requests[0]).toMatchObject({
    url: '/v3/mail/send',
    authorization: 'Bearer SG.key',
    body: {
      from: { email: 'no-reply@nencho.example', name: 'Nencho' },
      personalizations: [{ to: [{ email: 'hanako@corp.example' }] }],
      headers: { 'Message-ID': '<abc@nencho.example>', 'Auto-Submitted': 'auto-generated' },
      tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
    },
  });
});

describe('failures', () => {
  const to = { errors: [{ field: 'personalizations.0.to.0.email', message: 'does not contain a valid address' }] };
  const other = { errors: [{ field: 'content.0.value', message: 'must be at least one character' }] };

  test('an address that the provider refuses is rejected for good', async () => {
    answer = { status: 400, body: to };
    expect(await send()).toBe('rejected');
  });

  test('another bad request is an error of this mail alone', async () => {
    answer = { status: 400, body: other };
    await expect(send()).rejects.toMatchObject({ code: 'internal' });
  });

  test.each([401, 403, 429, 500, 503])('%i closes the way for all', async (status) => {
    answer = { status, body: {} };
    await expect(send()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('nobody answers: the way is closed for all', async () => {
    await expect(send('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
