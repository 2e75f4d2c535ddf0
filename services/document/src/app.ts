import type { Sealer } from '@nencho/crypto';
import type { Clock } from '@nencho/kernel';
import { auditWriter, outboxWriter } from '@nencho/messaging';
import { hitRateLimit } from '@nencho/mongo';
import type { ServiceBinding } from '@nencho/service-kit';
import type { Connection } from 'mongoose';
import { exportResultsCsv } from './application/export-results-csv.js';
import type { CountExport, Render } from './application/ports.js';
import { renderWithholdingSlip } from './application/render-withholding-slip.js';
import { type Peers, peerSources } from './clients/peer-sources.js';
import { documentGrpc } from './grpc/document-grpc.js';
import { auditTrail } from './store/audit-trail.js';

export type AppDeps = {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly peers: Peers;
  readonly render: Render;
};

/** A whole campaign leaves the house with each export. */
const exportLimit = { bucket: 'export', limit: 5, windowMs: 3_600_000 };

/** Wires the use cases to gRPC. main.ts gives it real servers, tests theirs. */
export const buildApp = ({ connection, sealer, clock, peers, render }: AppDeps): readonly ServiceBinding[] => {
  const audit = auditWriter({ outbox: outboxWriter(connection), sealer });
  const record = auditTrail({ connection, audit, sealer, clock });
  const sources = peerSources(peers);
  const countExport: CountExport = async ({ tenantId, sub }) =>
    hitRateLimit(connection, { ...exportLimit, tenantId, actor: sub, clock });
  return [
    documentGrpc({
      renderWithholdingSlip: renderWithholdingSlip({ sources, render, record, clock }),
      exportResultsCsv: exportResultsCsv({ sources, record, countExport }),
    }),
  ];
};
