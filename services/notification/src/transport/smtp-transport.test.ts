import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { smtpTransport } from './smtp-transport.js';

const from = { name: 'Nencho', address: 'no-reply@nencho.example' };
const mail = {
  to: 'hanako@corp.example',
  subject: '【年末調整】結果をご確認いただけます / Year-end tax adjustment: your result is ready',
  text: 'a\n',
  html: '<p>a</p>',
  messageId: 'abc@nencho.example',
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const relay = async (options: SMTPServerOptions): Promise<{ url: string; taken: ParsedMail[]; raw: string[] }> => {
  const taken: ParsedMail[] = [];
  const raw: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const source = Buffer.concat(chunks);
        raw.push(source.toString('utf8'));
        void simpleParser(source).then((parsed) => {
          taken.push(parsed);
          callback();
        });
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => {
    server.close();
  });
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, taken, raw };
};

const transport = (url: string, requireTls = false) => {
  const made = smtpTransport({ url, from, requireTls, connections: 1 });
  closers.push(made.close);
  return made;
};
const refuse = (responseCode: number) => Object.assign(new Error('no'), { responseCode });

test('what is sent arrives whole, to one recipient, with the Message-ID that we chose', async () => {
  const { url, taken, raw } = await relay({});
  expect(await transport(url).send(mail)).toBe('accepted');
  const [got] = taken;
  expect(got).toMatchObject({ subject: mail.subject, messageId: '<abc@nencho.example>', text: 'a\n' });
  expect([got?.from?.text, [got?.to].flat()[0]?.text]).toEqual(['"Nencho" <no-reply@nencho.example>', mail.to]);
  expect(raw[0]).toMatch(/^Auto-Submitted: auto-generated\r$/m);
});

test('line breaks in a subject or address do not become headers or recipients', async () => {
  const { url, taken, raw } = await relay({});
  const evil = {
    ...mail,
    subject: 'A\r\nBcc: eve@evil.example\r\n\r\nbody',
    to: 'a@b.example\r\nBcc: eve@evil.example',
  };
  await transport(url)
    .send(evil)
    .catch(() => undefined);
  expect(raw.join('\n')).not.toMatch(/^Bcc:/im);
  expect(taken.flatMap(({ bcc }) => [bcc].flat()).filter((bcc) => bcc !== undefined)).toEqual([]);
});

describe('failures', () => {
  test('no such mailbox: rejected for good', async () => {
    const { url } = await relay({ onRcptTo: (_address, _session, callback) => callback(refuse(550)) });
    expect(await transport(url).send(mail)).toBe('rejected');
  });

  test('not now for this mailbox: an error of this mail alone', async () => {
    const { url } = await relay({ onRcptTo: (_address, _session, callback) => callback(refuse(451)) });
    await expect(transport(url).send(mail)).rejects.toMatchObject({ code: 'internal' });
  });

  test('nobody listens: the way is closed for all', async () => {
    await expect(transport('smtp://127.0.0.1:1').send(mail)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('our credentials are wrong: the way is closed for all', async () => {
    const { url } = await relay({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(new Error('wrong')),
    });
    const withPassword = url.replace('smtp://', 'smtp://user:p%40ss@');
    await expect(transport(withPassword).send(mail)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a relay without TLS is not used where TLS is demanded', async () => {
    const { url, taken } = await relay({});
    await expect(transport(url, true).send(mail)).rejects.toMatchObject({ code: 'unavailable' });
    expect(taken).toEqual([]);
  });
});
