// The mail catcher as a process of its own: it outlives a launcher that was killed.
// node mail-catcher-main.js SMTP_PORT WEB_PORT INBOX_FILE
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type CaughtMail, type MailInbox, openInbox } from './mail-inbox.js';
import { listPage, mailPage } from './mail-page.js';

const addressText = (address: AddressObject | undefined): string => address?.text ?? '';

const startSmtp = (inbox: MailInbox, port: number): void => {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: 20_000_000,
    onData: (stream, session, callback) => {
      simpleParser(stream).then((mail) => {
        inbox.append({
          receivedAt: new Date().toISOString(),
          messageId: mail.messageId ?? '',
          from: addressText(mail.from),
          to: session.envelope.rcptTo.map(({ address }) => address),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          html: typeof mail.html === 'string' ? mail.html : '',
        });
        callback(); // acknowledged only now that it is on the disk
      }, callback);
    },
  });
  server.on('error', (error: Error) => console.error(error.message));
  server.listen(port, '127.0.0.1');
};

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
};

const sendJson = (response: ServerResponse, status: number, value: unknown): void =>
  send(response, status, 'application/json', JSON.stringify(value));

const sendMail = (response: ServerResponse, mail: CaughtMail | undefined, asJson: boolean): void => {
  if (mail === undefined) {
    sendJson(response, 404, { error: 'no such mail' });
  } else if (asJson) {
    sendJson(response, 200, mail);
  } else {
    send(response, 200, 'text/html', mailPage(mail));
  }
};

const handle = (inbox: MailInbox, request: IncomingMessage, response: ServerResponse): void => {
  // A page on the internet must not reach the inbox through a name that points at this machine.
  if (!/^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(request.headers.host ?? '')) {
    sendJson(response, 403, { error: 'only for this machine' });
    return;
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const to = url.searchParams.get('to') ?? '';
  const filter = { ...(to === '' ? {} : { to }), after: Number(url.searchParams.get('after') ?? 0) };
  const single = /^(\/api)?\/messages\/(\d+)$/.exec(url.pathname);
  if (single !== null) {
    sendMail(response, inbox.find(Number(single[2])), single[1] !== undefined);
  } else if (url.pathname === '/api/messages') {
    sendJson(response, 200, { items: inbox.list(filter) });
  } else if (url.pathname === '/') {
    send(response, 200, 'text/html', listPage(inbox.list(filter), to));
  } else {
    sendJson(response, 404, { error: 'no such page' });
  }
};

const [, , smtpPort, webPort, inboxFile] = process.argv;
if (smtpPort === undefined || webPort === undefined || inboxFile === undefined) {
  console.error('usage: mail-catcher-main.js SMTP_PORT WEB_PORT INBOX_FILE');
  process.exit(64);
}
const inbox = openInbox(inboxFile);
startSmtp(inbox, Number(smtpPort));
createServer((request, response) => handle(inbox, request, response)).listen(Number(webPort), '127.0.0.1');
