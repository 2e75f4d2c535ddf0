import { AppError, unavailable } from '@nencho/kernel';
import { Client } from '@sendgrid/client';
import { MailService } from '@sendgrid/mail';
import type { MailTransport, OutgoingMail } from '../application/ports.js';
import type { Sender } from '../domain/mail-address.js';

export type SendgridOptions = {
  readonly apiKey: string;
  readonly from: Sender;
  /** Another address of the API, for tests and for the EU region. */
  readonly baseUrl?: string;
};

const BAD_REQUEST = 400;
const STOPPED: ReadonlySet<number> = new Set([401, 403, 408, 429]);

type Failure = { readonly status?: number; readonly fields: readonly string[] };

const property = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

const failureOf = (error: unknown): Failure => {
  const status = property(error, 'code');
  const errors = property(property(property(error, 'response'), 'body'), 'errors');
  const fields = Array.isArray(errors) ? errors.map((item: unknown) => String(property(item, 'field'))) : [];
  return { fields, ...(typeof status === 'number' ? { status } : {}) };
};

const toRequest = (from: Sender, { to, subject, text, html, messageId }: OutgoingMail) => ({
  from: { email: from.address, name: from.name },
  to,
  subject,
  text,
  html,
  headers: { 'Message-ID': `<${messageId}>`, 'Auto-Submitted': 'auto-generated' },
  // A tracked link goes through somebody else's server, and an invitation's carries a secret.
  trackingSettings: { clickTracking: { enable: false, enableText: false }, openTracking: { enable: false } },
});

export const sendgridTransport = ({ apiKey, from, baseUrl }: SendgridOptions): MailTransport => {
  const client = new Client();
  client.setApiKey(apiKey);
  if (baseUrl !== undefined) client.setDefaultRequest('baseUrl', baseUrl);
  const service = new MailService();
  service.setClient(client);
  service.setTimeout(15_000);
  return {
    send: async (mail) => {
      try {
        await service.send(toRequest(from, mail));
        return 'accepted';
      } catch (error) {
        const { status, fields } = failureOf(error);
        if (status === BAD_REQUEST && fields.some((field) => /^personalizations\.\d+\.to/.test(field)))
          return 'rejected';
        // No status: nothing answered. These meet every mail alike.
        if (status === undefined || status >= 500 || STOPPED.has(status)) throw unavailable('sendgrid', error);
        throw new AppError('internal', 'the provider did not take a mail', { cause: error });
      }
    },
  };
};
