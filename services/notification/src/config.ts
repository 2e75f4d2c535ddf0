import { loadConfig, peerTarget, readableFile, serviceConfig, serviceEnv } from '@nencho/service-kit';
import { z } from 'zod';
import { parseSender } from './domain/mail-address.js';

const sender = z.string().transform((text, context) => {
  const parsed = parseSender(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'is neither address@host nor Name <address@host>' });
  return z.NEVER;
});

export const notificationConfig = serviceConfig({
  ...serviceEnv.runtime,
  ...serviceEnv.tls,
  ...serviceEnv.grpcServer,
  ...serviceEnv.mongo,
  ...serviceEnv.kafka,
  ...serviceEnv.tokens,
  ...serviceEnv.keys,
  ...serviceEnv.ledger,
  IDENTITY_TARGET: peerTarget,
  PUBLIC_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
  MAIL_TRANSPORT: z.enum(['smtp', 'sendgrid']),
  MAIL_FROM: sender,
  MAIL_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(4),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SENDGRID_API_KEY_FILE: readableFile.optional(),
});

export type NotificationConfig = z.output<typeof notificationConfig>;

/** Each transport needs a variable of its own. */
export const withItsTransport = notificationConfig.superRefine((config, context) => {
  const needed = config.MAIL_TRANSPORT === 'smtp' ? 'SMTP_URL' : 'SENDGRID_API_KEY_FILE';
  if (config[needed] === undefined) {
    context.addIssue({
      code: 'custom',
      path: [needed],
      message: `is needed for MAIL_TRANSPORT=${config.MAIL_TRANSPORT}`,
    });
  }
});

export const loadNotificationConfig = (): NotificationConfig => loadConfig(withItsTransport, process.env);
