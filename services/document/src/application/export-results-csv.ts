import { csvBegin, csvRows } from '../layouts/csv.js';
import { resultsCsv } from '../layouts/2026/results-csv.js';
import type { Caller, CountExport, RecordAct, Sources } from './ports.js';

type Deps = {
  readonly sources: Pick<Sources, 'resultsOf'>;
  readonly record: RecordAct;
  readonly countExport: CountExport;
};

/**
 * The finalised results of a campaign within the caller's scope, as CSV in pieces. The audit trail has its line before
 * the first byte leaves, and a second one with the number of rows when the export broke off.
 */
export const exportResultsCsv = ({ sources, record, countExport }: Deps) =>
  async function* (campaignId: string, caller: Caller): AsyncGenerator<Buffer> {
    const act = { type: 'results_exported', subjectKind: 'campaign', subjectIds: [campaignId] } as const;
    const progress = { begun: false, complete: false, rows: 0 };
    const begin = async (): Promise<Buffer> => {
      await countExport(caller.actor); // not before: a campaign that is not found is no export
      await record(caller.actor, { ...act, outcome: 'success' });
      progress.begun = true;
      return csvBegin(resultsCsv);
    };
    try {
      for await (const results of sources.resultsOf(campaignId, caller)) {
        if (!progress.begun) yield await begin();
        yield csvRows(resultsCsv, results);
        progress.rows += results.length;
      }
      if (!progress.begun) yield await begin();
      progress.complete = true;
    } finally {
      // A failure, or a caller who went away: both leave this generator here.
      if (progress.begun && !progress.complete) {
        await record(caller.actor, { ...act, outcome: 'failed', params: { rows: String(progress.rows) } });
      }
    }
  };
