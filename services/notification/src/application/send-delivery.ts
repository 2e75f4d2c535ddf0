import { AppError, isAppError, type Clock } from '@nencho/kernel';
import {
  identityOfNews,
  RESEND_INTERVAL_MS,
  waitAfterFailures,
  type ClaimedDelivery,
  type DeliveryEnd,
} from '../domain/delivery.js';
import { isMailAddress } from '../domain/mail-address.js';
import { composeMail, type MailFacts } from '../domain/mail-text.js';
import type { DeliveryStore, Directory, MailTransport } from './ports.js';

export type SendDeliveryDeps = {
  readonly deliveries: Pick<DeliveryStore, 'prepare' | 'settle' | 'release' | 'lastAccepted'>;
  readonly directory: Directory;
  readonly transport: MailTransport;
  readonly clock: Clock;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  readonly publicBaseUrl: string;
  /** Host of the Message-ID. */
  readonly mailHost: string;
};

/** `paused`: a dependency is down, and sending others would fail, too. */
export type SendOutcome = DeliveryEnd | 'postponed' | 'failed' | 'paused';

type Resolved = DeliveryEnd | { readonly to: string; readonly facts: MailFacts };

/** A link elsewhere would hand the secret in it to a stranger. */
const ownLink = (publicBaseUrl: string, link: string): string => {
  if (URL.parse(link)?.origin !== new URL(publicBaseUrl).origin) {
    throw new AppError('internal', 'a link does not lead to this product');
  }
  return link;
};

const resolveInvitation = async (
  { directory, publicBaseUrl }: SendDeliveryDeps,
  { tenantId, subjectId, issue }: ClaimedDelivery,
): Promise<Resolved> => {
  const found = await directory.invitationMail(tenantId, subjectId, Number(issue));
  if (!found.valid) return 'not_needed';
  if (!isMailAddress(found.mail)) return 'no_address';
  const { mail, link, tenantName, expiresAt } = found;
  return { to: mail, facts: { kind: 'invitation', tenantName, link: ownLink(publicBaseUrl, link), expiresAt } };
};

const resolve = async (deps: SendDeliveryDeps, delivery: ClaimedDelivery): Promise<Resolved> => {
  const { kind, tenantId, subjectId } = delivery;
  if (kind === 'invitation') return resolveInvitation(deps, delivery);
  const { mail, tenantCode, tenantName } = await deps.directory.contact(tenantId, subjectId);
  if (!isMailAddress(mail)) return 'no_address';
  const link = `${deps.publicBaseUrl}/t/${encodeURIComponent(tenantCode)}`;
  return { to: mail, facts: { kind, tenantName, link } };
};

/** How long an invitation that was issued again must wait; 0 when it need not. */
const resendWait = async (
  { deliveries, clock }: Pick<SendDeliveryDeps, 'deliveries' | 'clock'>,
  delivery: ClaimedDelivery,
): Promise<number> => {
  if (delivery.kind !== 'invitation') return 0;
  const last = await deliveries.lastAccepted(delivery);
  return last === undefined ? 0 : Math.max(0, last.getTime() + RESEND_INTERVAL_MS - clock.now().getTime());
};

const deliver = async (deps: SendDeliveryDeps, delivery: ClaimedDelivery): Promise<SendOutcome> => {
  const { deliveries, transport, clock, hash, mailHost } = deps;
  await deliveries.prepare(delivery);
  const resolved = await resolve(deps, delivery);
  if (typeof resolved === 'string') {
    await deliveries.settle(delivery, resolved, clock.now());
    return resolved;
  }
  const wait = await resendWait(deps, delivery);
  if (wait > 0) {
    await deliveries.release(delivery, wait, false);
    return 'postponed';
  }
  const messageId = `${hash(identityOfNews(delivery)).slice(0, 40)}@${mailHost}`;
  const end = await transport.send({ to: resolved.to, ...composeMail(resolved.facts), messageId });
  await deliveries.settle(delivery, end, clock.now());
  return end;
};

const isPassing = (error: unknown): boolean =>
  isAppError(error) && (error.code === 'unavailable' || error.code === 'timeout');

/**
 * Sends one claimed delivery. Address and link are asked for now, so a repeat carries the link that is valid now, and
 * nothing of them is stored. Whatever fails is tried again later, for ever.
 */
export const sendDelivery =
  (deps: SendDeliveryDeps, report: (error: unknown, delivery: ClaimedDelivery) => void) =>
  async (delivery: ClaimedDelivery): Promise<SendOutcome> => {
    try {
      return await deliver(deps, delivery);
    } catch (error) {
      report(error, delivery);
      const passing = isPassing(error);
      await deps.deliveries.release(delivery, passing ? 0 : waitAfterFailures(delivery.attempts + 1), !passing);
      return passing ? 'paused' : 'failed';
    }
  };
