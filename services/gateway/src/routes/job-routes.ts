import { isId } from '@nencho/kernel';
import { z } from 'zod';
import { type Backend, type JobOwner } from '../clients/backend.js';
import { cursorSchema } from '../http/fields.js';
import { jsonRoute, type Route } from '../http/route.js';
import { job, jobError } from './answers.js';

const jobAnswerSchema = z.object({
  ...{ job: job.optional(), itemErrors: z.array(jobError), nextErrorCursor: z.string() },
});

const owners = ['identity', 'declaration'] as const satisfies readonly JobOwner[];

type JobReference = { readonly owner: JobOwner; readonly id: string };

/** `identity.<id>` */
const jobSchema = z
  .string()
  .max(100)
  .transform((text, context): JobReference => {
    const [name, id, ...rest] = text.split('.');
    const owner = owners.find((known) => known === name);
    if (owner === undefined || !isId(id) || rest.length > 0) {
      context.addIssue({ code: 'custom', message: 'wrong_format' });
      return z.NEVER;
    }
    return { owner, id };
  });

const params = z.strictObject({ job: jobSchema });

export const jobRoutes = ({ jobs }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/jobs/:job',
    access: 'tenant',
    summary: 'Progress of long work and the items that failed',
    calls: ['jobs.GetJob'],
    answer: jobAnswerSchema,
    params,
    query: z.strictObject({ errorCursor: cursorSchema }),
    run: async ({ params: { job }, query }, call) =>
      jobs[job.owner].getJob({ id: job.id, errorCursor: query.errorCursor ?? '' }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/jobs/:job/cancel',
    access: 'tenant',
    summary: 'Stops a job after the people it is at',
    calls: ['jobs.CancelJob'],
    answer: z.object({ job: job.optional() }),
    params,
    run: async ({ params: { job }, key }, call) => jobs[job.owner].cancelJob({ id: job.id, idempotencyKey: key }, call),
  }),
];
