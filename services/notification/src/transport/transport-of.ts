import { readFileSync } from 'node:fs';
import type { MailTransport } from '../application/ports.js';
import type { Sender } from '../domain/mail-address.js';
import { sendgridTransport } from './sendgrid-transport.js';
import { smtpTransport } from './smtp-transport.js';

export type TransportSettings = {
  readonly NODE_ENV: string;
  readonly MAIL_FROM: Sender;
  readonly MAIL_CONCURRENCY: number;
  readonly SMTP_URL?: string | undefined;
  readonly SENDGRID_API_KEY_FILE?: string | undefined;
  readonly MAIL_TRANSPORT: 'smtp' | 'sendgrid';
};

/** The transport that the configuration names; in production a relay without TLS is not used. */
export const transportOf = (settings: TransportSettings): MailTransport & { readonly close: () => void } => {
  const { MAIL_TRANSPORT, MAIL_FROM: from, SMTP_URL = '', SENDGRID_API_KEY_FILE = '' } = settings;
  if (MAIL_TRANSPORT === 'sendgrid') {
    const apiKey = readFileSync(SENDGRID_API_KEY_FILE, 'utf8').trim();
    return { ...sendgridTransport({ apiKey, from }), close: () => undefined };
  }
  const requireTls = settings.NODE_ENV === 'production';
  return smtpTransport({ url: SMTP_URL, from, requireTls, connections: settings.MAIL_CONCURRENCY });
};
