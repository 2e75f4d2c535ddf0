import { AppError, unavailable } from '@nencho/kernel';
import { createTransport } from 'nodemailer';
import type { MailTransport, OutgoingMail } from '../application/ports.js';
import type { Sender } from '../domain/mail-address.js';

export type SmtpOptions = {
  /** `smtps://user:password@host:465` or `smtp://…` */
  readonly url: string;
  readonly from: Sender;
  /** Demands STARTTLS where the connection does not begin with TLS. */
  readonly requireTls: boolean;
  readonly connections: number;
};

type SmtpError = { readonly code?: unknown; readonly command?: unknown; readonly responseCode?: unknown };

const smtpErrorOf = (error: unknown): SmtpError => (typeof error === 'object' && error !== null ? error : {});

/** Trouble of the connection, the name, TLS or our credentials: it meets every mail alike. */
const connectionCodes: ReadonlySet<unknown> = new Set([
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EAUTH',
  'ENOAUTH',
  'EPROTOCOL',
  'EPIPE',
]);

/** 5xx to RCPT TO: there is no such mailbox. */
const isRejection = ({ code, command, responseCode }: SmtpError): boolean =>
  code === 'EENVELOPE' && command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500;

const toHeaders = (from: Sender, { to, subject, text, html, messageId }: OutgoingMail) => ({
  from,
  to: { name: '', address: to },
  subject,
  text,
  html,
  messageId: `<${messageId}>`,
  headers: { 'Auto-Submitted': 'auto-generated' },
  disableFileAccess: true,
  disableUrlAccess: true,
});

export const smtpTransport = ({
  url,
  from,
  requireTls,
  connections,
}: SmtpOptions): MailTransport & { readonly close: () => void } => {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    maxConnections: connections,
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: requireTls && !secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 15_000,
    dnsTimeout: 5_000,
  });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(toHeaders(from, mail));
        return 'accepted';
      } catch (thrown) {
        const error = smtpErrorOf(thrown);
        if (isRejection(error)) return 'rejected';
        if (connectionCodes.has(error.code)) throw unavailable('smtp', thrown);
        throw new AppError('internal', 'the relay did not take a mail', { cause: thrown });
      }
    },
    close: () => transport.close(),
  };
};
