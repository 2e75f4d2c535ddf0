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
  ContractEndCancelled,
  ErasureCertified,
  ErasureOrdered,
  KeyDestroyed,
  TenantErased,
} from '../gen/nencho/erasure/v1/events.js';
import {
  ContractNoticed,
  ContractNoticeWithdrawn,
  EmployeesChanged,
  GrantsChanged,
  InvitationRedeemed,
  InvitationsIssued,
  OperatorActed,
  TenantCreated,
  TenantEnded,
  TenantReactivated,
  UserDisabled,
} from '../gen/nencho/identity/v1/events.js';
import { KeyRotationOrdered, TenantKeysRotated } from '../gen/nencho/keys/v1/events.js';
import { AttachmentReady, AttachmentRemoved } from '../gen/nencho/document/v1/events.js';
import { MailAccepted } from '../gen/nencho/notification/v1/events.js';

/** Who may publish an event: a name that stands in its signature. */
export type Producer = 'gateway' | 'identity' | 'declaration' | 'document' | 'notification' | 'retention';

/** Kafka topics; a deployment may put a prefix before them (tests do). */
export type Topic =
  | 'nencho.identity.v1'
  | 'nencho.declaration.v1'
  | 'nencho.document.v1'
  | 'nencho.notification.v1'
  | 'nencho.audit.v1'
  | 'nencho.erasure.v1'
  | 'nencho.keys.v1';

const event = <T>(topic: Topic, schemaVersion: number, codec: MessageFns<T>, ...producers: readonly Producer[]) => ({
  topic,
  schemaVersion,
  codec,
  producers,
});

const auditWriters = ['declaration', 'document', 'identity', 'notification', 'retention'] as const;
const participants = ['gateway', ...auditWriters] as const;

/**
 * Every event of the system: name of the payload message → topic, version of its schema, codec, who may publish it.
 * docs/events.md lists them.
 */
export const eventCatalogue = {
  TenantCreated: event('nencho.identity.v1', 1, TenantCreated, 'identity'),
  EmployeesChanged: event('nencho.identity.v1', 1, EmployeesChanged, 'identity'),
  InvitationsIssued: event('nencho.identity.v1', 1, InvitationsIssued, 'identity'),
  InvitationRedeemed: event('nencho.identity.v1', 1, InvitationRedeemed, 'identity'),
  GrantsChanged: event('nencho.identity.v1', 1, GrantsChanged, 'identity'),
  UserDisabled: event('nencho.identity.v1', 1, UserDisabled, 'identity'),
  ContractNoticed: event('nencho.identity.v1', 1, ContractNoticed, 'identity'),
  ContractNoticeWithdrawn: event('nencho.identity.v1', 1, ContractNoticeWithdrawn, 'identity'),
  TenantEnded: event('nencho.identity.v1', 1, TenantEnded, 'identity'),
  TenantReactivated: event('nencho.identity.v1', 1, TenantReactivated, 'identity'),
  OperatorActed: event('nencho.identity.v1', 1, OperatorActed, 'identity'),
  CampaignOpened: event('nencho.declaration.v1', 1, CampaignOpened, 'declaration'),
  DeclarationSubmitted: event('nencho.declaration.v1', 1, DeclarationSubmitted, 'declaration'),
  DeclarationSentBack: event('nencho.declaration.v1', 1, DeclarationSentBack, 'declaration'),
  DeclarationApproved: event('nencho.declaration.v1', 1, DeclarationApproved, 'declaration'),
  AdjustmentFinalised: event('nencho.declaration.v1', 1, AdjustmentFinalised, 'declaration'),
  AttachmentReady: event('nencho.document.v1', 1, AttachmentReady, 'document'),
  AttachmentRemoved: event('nencho.document.v1', 1, AttachmentRemoved, 'document'),
  MailAccepted: event('nencho.notification.v1', 1, MailAccepted, 'notification'),
  SealedAuditEntry: event('nencho.audit.v1', 1, SealedAuditEntry, ...auditWriters),
  ContractEndCancelled: event('nencho.erasure.v1', 1, ContractEndCancelled, 'retention'),
  ErasureOrdered: event('nencho.erasure.v1', 1, ErasureOrdered, 'retention'),
  KeyDestroyed: event('nencho.erasure.v1', 1, KeyDestroyed, 'retention'),
  ErasureCertified: event('nencho.erasure.v1', 1, ErasureCertified, 'retention'),
  TenantErased: event('nencho.erasure.v1', 1, TenantErased, ...participants),
  KeyRotationOrdered: event('nencho.keys.v1', 1, KeyRotationOrdered, 'identity'),
  TenantKeysRotated: event('nencho.keys.v1', 1, TenantKeysRotated, ...auditWriters),
} as const;

export type EventType = keyof typeof eventCatalogue;

/** The payload that belongs to an event type. */
export type EventPayload<T extends EventType> = ReturnType<(typeof eventCatalogue)[T]['codec']['decode']>;
