import { createHash } from 'node:crypto';
import type { Sealer } from '@nencho/crypto';
import type { Clock } from '@nencho/kernel';
import { auditWriter, outboxWriter } from '@nencho/messaging';
import { hitRateLimit } from '@nencho/mongo';
import type { ServiceBinding } from '@nencho/service-kit';
import type { Logger } from '@nencho/telemetry';
import { metrics } from '@opentelemetry/api';
import type { Connection } from 'mongoose';
import type { BlobStore, Redraw } from './application/attachment-ports.js';
import { attachmentUseCases } from './application/attachment-use-cases.js';
import { exportResultsCsv } from './application/export-results-csv.js';
import type { CountExport, Render } from './application/ports.js';
import { renderWithholdingSlip } from './application/render-withholding-slip.js';
import { attachmentTerms, submittedAttachments, type TermsPeer } from './clients/attachment-terms.js';
import { type Peers, peerSources } from './clients/peer-sources.js';
import { documentGrpc } from './grpc/document-grpc.js';
import { attachmentFiles } from './store/attachment-files.js';
import { attachmentStore, attachmentTrail } from './store/attachment-store.js';
import { auditTrail } from './store/audit-trail.js';
import { sweepRows } from './store/sweep-rows.js';

export type AppDeps = {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** The clock of the object store: real time, however the service's own is shifted. */
  readonly wallClock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly peers: Peers & { readonly declaration: TermsPeer };
  readonly render: Render;
  readonly redraw: Redraw;
  readonly blobs: BlobStore;
};

export type App = {
  readonly services: readonly ServiceBinding[];
  /** One round of tidying up after uploads and removals. */
  readonly sweepAttachments: () => Promise<void>;
};

const undeletable = metrics.getMeter('nencho-document').createGauge('nencho.attachments.undeletable');

const hour = 3_600_000;
/** A whole campaign leaves the house with each export. */
const exportLimit = { bucket: 'export', limit: 5, windowMs: hour };
/** Twice what one declaration can hold. */
const uploadLimit = { bucket: 'attachment', limit: 60, windowMs: hour };

/** Wires the use cases to gRPC. main.ts gives it real servers, tests theirs. */
export const buildApp = (deps: AppDeps): App => {
  const { connection, sealer, clock, peers } = deps;
  const outbox = outboxWriter(connection);
  const audit = auditWriter({ outbox, sealer });
  const record = auditTrail({ connection, audit, sealer, clock });
  const sources = peerSources(peers);
  const counting =
    (limit: typeof exportLimit): CountExport =>
    async ({ tenantId, sub }) =>
      hitRateLimit(connection, { ...limit, tenantId, actor: sub, clock });
  const stored = { ...deps, outbox, audit };
  const { sweepAttachments, ...attachments } = attachmentUseCases({
    ...deps,
    attachments: attachmentStore(stored),
    files: attachmentFiles(deps.blobs, sealer),
    contentMac: async (tenantId, hash) => sealer.mac(tenantId, 'index', hash),
    newHash: () => createHash('sha256'),
    rows: sweepRows(connection),
    termsOf: attachmentTerms(peers.declaration),
    submittedOf: submittedAttachments(peers.declaration),
    observeUndeletable: (count) => undeletable.record(count),
    record: attachmentTrail(stored),
    countUpload: counting(uploadLimit),
  });
  const services = [
    documentGrpc({
      ...attachments,
      renderWithholdingSlip: renderWithholdingSlip({ sources, render: deps.render, record, clock }),
      exportResultsCsv: exportResultsCsv({ sources, record, countExport: counting(exportLimit) }),
    }),
  ];
  return { services, sweepAttachments };
};
