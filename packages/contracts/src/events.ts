import type { MessageFns } from './message-fns.js';
import { SealedAuditEntry } from '../gen/nencho/audit/v1/audit.js';
import {
  AdjustmentFinalised,
  CampaignOpened,
  DeclarationApproved,
  DeclarationSentBack,
  DeclarationSubmitted,
} from '../gen/nencho/declaration/v1/events.js';
import {
  EmployeesChanged,
  GrantsChanged,
  InvitationRedeemed,
  InvitationsIssued,
  TenantCreated,
  UserDisabled,
} from '../gen/nencho/identity/v1/events.js';
import { MailAccepted } from '../gen/nencho/notification/v1/events.js';

const event = <T>(topic: Topic, schemaVersion: number, codec: MessageFns<T>) => ({ topic, schemaVersion, codec });

/** Kafka topics; a deployment may put a prefix before them (tests do). */
export type Topic = 'nencho.identity.v1' | 'nencho.declaration.v1' | 'nencho.notification.v1' | 'nencho.audit.v1';

/** Every event of the system: name of the payload message → topic, version of its schema, codec. docs/events.md lists them. */
export const eventCatalogue = {
  TenantCreated: event('nencho.identity.v1', 1, TenantCreated),
  EmployeesChanged: event('nencho.identity.v1', 1, EmployeesChanged),
  InvitationsIssued: event('nencho.identity.v1', 1, InvitationsIssued),
  InvitationRedeemed: event('nencho.identity.v1', 1, InvitationRedeemed),
  GrantsChanged: event('nencho.identity.v1', 1, GrantsChanged),
  UserDisabled: event('nencho.identity.v1', 1, UserDisabled),
  CampaignOpened: event('nencho.declaration.v1', 1, CampaignOpened),
  DeclarationSubmitted: event('nencho.declaration.v1', 1, DeclarationSubmitted),
  DeclarationSentBack: event('nencho.declaration.v1', 1, DeclarationSentBack),
  DeclarationApproved: event('nencho.declaration.v1', 1, DeclarationApproved),
  AdjustmentFinalised: event('nencho.declaration.v1', 1, AdjustmentFinalised),
  MailAccepted: event('nencho.notification.v1', 1, MailAccepted),
  SealedAuditEntry: event('nencho.audit.v1', 1, SealedAuditEntry),
} as const;

export type EventType = keyof typeof eventCatalogue;

/** The payload that belongs to an event type. */
export type EventPayload<T extends EventType> = ReturnType<(typeof eventCatalogue)[T]['codec']['decode']>;
