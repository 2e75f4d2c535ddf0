import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { inPool } from '../../season/api.js';
import type { BenchWorld } from '../bench-world.js';
import { interleaved, timed, type Comparison } from '../interleaved.js';

const WIDTH = 4;
/** RENDER_THREADS of the document service. */
const THREADS = 2;

/** Finalises the campaign, then each person's slip, beside pages of as many texts by pdfkit alone in as many threads. */
export const benchDocuments = async ({ season, rounds }: BenchWorld): Promise<readonly Comparison[]> => {
  const { employees, hr, campaignId } = season;
  const order = { allowPartial: false, expectedCount: employees.length };
  type Started = { readonly jobId: string };
  const { jobId } = await hr.send<Started>('POST', `/api/v1/campaigns/${campaignId}/finalise`, order);
  await hr.finish(jobId);
  const workers = Array.from({ length: THREADS }, () => new Worker(new URL('./bare-pdf-worker.js', import.meta.url)));
  /** One form after the other in each thread: an answer tells nobody which form it is. */
  const bareForms = async (count: number): Promise<unknown> =>
    Promise.all(
      workers.map(async (worker, thread) => {
        for (let index = thread; index < count; index += THREADS) {
          const answered = once(worker, 'message');
          worker.postMessage(index);
          await answered;
        }
      }),
    );
  try {
    await bareForms(THREADS); // the font is parsed once a thread
    const rate = (ms: number) => Math.round((employees.length * 10_000) / ms) / 10;
    const samples = await interleaved(rounds, {
      ours: async () =>
        rate(
          await timed(async () =>
            inPool(employees, WIDTH, async ({ api, declarationId }) =>
              api.download(`/api/v1/declarations/${declarationId}/slip.pdf`),
            ),
          ),
        ),
      reference: async () => rate(await timed(async () => bareForms(employees.length))),
    });
    return [
      {
        ...{ name: 'withholding slips (PDF/A)', unit: 'forms/s', better: 'larger', ...samples },
        what: {
          ours: `GET slip.pdf of each person, ${WIDTH} at a time`,
          reference: `pdfkit alone, a page of 120 boxes and texts, the same font, ${THREADS} threads`,
        },
      },
    ];
  } finally {
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
};
