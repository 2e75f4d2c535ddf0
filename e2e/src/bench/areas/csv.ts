import { parse } from 'csv-parse';
import { castSeason, employeesCsv } from '../../season/people.js';
import type { BenchWorld } from '../bench-world.js';
import { emptyTenant } from '../bench-world.js';
import { interleaved, timed, type Comparison } from '../interleaved.js';

const ROWS = 5_000;

const bareParse = async (csv: string): Promise<void> => {
  const parser = parse({ columns: true });
  parser.end(csv);
  let rows = 0;
  for await (const row of parser) rows += Object.keys(row as object).length > 0 ? 1 : 0;
  if (rows !== ROWS) throw new Error(`the bare parser read ${rows} rows`);
};

type Import = { readonly import: { readonly errorCount: number; readonly toCreate: number } };

/** The dry run of an import of people, beside csv-parse alone on the same file. */
export const benchCsv = async ({ state, rounds }: BenchWorld): Promise<readonly Comparison[]> => {
  const admin = await emptyTenant(state, ROWS + 10);
  const csv = employeesCsv(castSeason(ROWS, 'bench'), 'C1');
  const samples = await interleaved(rounds, {
    ours: async () =>
      timed(async () => {
        const checked = await admin.uploadCsv<Import>('/api/v1/employee-imports', csv);
        if (checked.import.errorCount > 0 || checked.import.toCreate !== ROWS)
          throw new Error('the dry run went wrong');
      }),
    reference: async () => timed(async () => bareParse(csv)),
  });
  return [
    {
      ...{ name: `dry run of ${ROWS} people by CSV`, unit: 'ms', better: 'smaller', ...samples },
      what: {
        ours: 'POST of the file: parsed, checked, compared, staged under seal',
        reference: 'csv-parse on the same text',
      },
    },
  ];
};
