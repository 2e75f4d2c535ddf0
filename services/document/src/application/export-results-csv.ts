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
    await countExport(caller.actor);
    let count = 0;
    let begun = false;
    try {
      for await (const results of sources.resultsOf(campaignId, caller)) {
        if (!begun) {
          await record(caller.actor, { ...act, outcome: 'success' });
          begun = true;
          yield csvBegin(resultsCsv);
        }
        yield csvRows(resultsCsv, results);
        count += results.length;
      }
    } catch (error) {
      if (begun) await record(caller.actor, { ...act, outcome: 'failed', params: { rows: String(count) } });
      throw error;
    }
    if (begun) return;
    await record(caller.actor, { ...act, outcome: 'success' });
    yield csvBegin(resultsCsv);
  };
