import { factsFromWire, factsToWire } from '@nencho/contracts/facts';
import { type Declaration, DeclarationStatus } from '@nencho/contracts/declaration/v1/declaration';
import { type CallOptions } from '@nencho/service-kit';
import { wireFactsSchema } from '@nencho/tax-rules';
import { z } from 'zod';
import { type Backend } from '../clients/backend.js';
import { cursorSchema, idSchema, limitSchema, searchSchema, versionSchema } from '../http/fields.js';
import { pageOf } from '../http/page.js';
import { jsonRoute, type Route } from '../http/route.js';
import {
  declarationSummary,
  employeeCard,
  listOfAnswers,
  myDeclaration,
  newVersion,
  pageOfAnswers,
  savedFacts,
  submitted,
  wholeDeclaration,
} from './answers.js';

export const declarationParams = z.strictObject({ declarationId: idSchema });

const factsBytes = 256 * 1024;

/** Facts on REST have the shape of the tax rules, which the web calculates with. */
const declarationAnswer = (declaration: Declaration | undefined) =>
  declaration === undefined
    ? {}
    : {
        declaration: {
          ...declaration,
          facts: declaration.facts === undefined ? null : factsFromWire(declaration.facts),
          revisions: declaration.revisions.map((revision) => ({
            ...revision,
            facts: revision.facts === undefined ? null : factsFromWire(revision.facts),
          })),
        },
      };

const own = ({ declaration }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'get',
    path: '/api/v1/my/declarations',
    access: 'tenant',
    summary: 'One’s own declarations, newest year first',
    calls: ['declaration.ListMyDeclarations'],
    answer: listOfAnswers(myDeclaration),
    run: async (_input, call) => declaration.listMyDeclarations({}, call),
  }),
  jsonRoute({
    method: 'get',
    path: '/api/v1/declarations/:declarationId',
    access: 'tenant',
    summary: 'One’s own declaration, or one in scope, with its facts',
    calls: ['declaration.GetDeclaration'],
    answer: z.object({ declaration: wholeDeclaration.optional() }),
    params: declarationParams,
    run: async ({ params }, call) => declarationAnswer((await declaration.getDeclaration(params, call)).declaration),
  }),
  jsonRoute({
    method: 'put',
    path: '/api/v1/declarations/:declarationId/facts',
    access: 'tenant',
    summary: 'Autosave of one’s own facts; 409 when another tab saved in between',
    calls: ['declaration.SaveFacts'],
    answer: savedFacts,
    params: declarationParams,
    body: z.strictObject({ version: versionSchema, facts: wireFactsSchema }),
    bodyLimitBytes: factsBytes,
    run: async ({ params, body: { version, facts }, key }, call) =>
      declaration.saveFacts({ ...params, version, facts: factsToWire(facts), idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/declarations/:declarationId/submit',
    access: 'tenant',
    summary: 'Submits the facts as saved, with what is attached; answers with the receipt, or with every violation',
    calls: ['declaration.SubmitDeclaration'],
    answer: submitted,
    params: declarationParams,
    body: z.strictObject({ version: versionSchema, attachmentIds: z.array(idSchema).max(100).optional() }),
    run: async ({ params, body: { version, attachmentIds: ids }, key }, call) => {
      const attachments = ids === undefined ? undefined : { ids };
      return declaration.submitDeclaration({ ...params, version, attachments, idempotencyKey: key }, call);
    },
  }),
];

const review = ({ declaration }: Backend): readonly Route[] => [
  jsonRoute({
    method: 'post',
    path: '/api/v1/declarations/:declarationId/send-back',
    access: 'tenant',
    summary: 'Sends fields back for correction, each with a comment',
    calls: ['declaration.SendBackDeclaration'],
    answer: newVersion,
    params: declarationParams,
    body: z.strictObject({
      version: versionSchema,
      comments: z
        .array(z.strictObject({ path: z.string().min(1).max(200), comment: z.string().min(1).max(1_000) }))
        .min(1)
        .max(100),
    }),
    run: async ({ params, body, key }, call) =>
      declaration.sendBackDeclaration({ ...params, ...body, idempotencyKey: key }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/declarations/:declarationId/approve',
    access: 'tenant',
    summary: 'Approves a submitted declaration',
    calls: ['declaration.ApproveDeclaration'],
    answer: newVersion,
    params: declarationParams,
    body: z.strictObject({ version: versionSchema }),
    run: async ({ params, body, key }, call) =>
      declaration.approveDeclaration({ ...params, ...body, idempotencyKey: key }, call),
  }),
];

const statuses = [
  DeclarationStatus.DECLARATION_STATUS_OPEN,
  DeclarationStatus.DECLARATION_STATUS_DRAFT,
  DeclarationStatus.DECLARATION_STATUS_SUBMITTED,
  DeclarationStatus.DECLARATION_STATUS_SENT_BACK,
  DeclarationStatus.DECLARATION_STATUS_APPROVED,
  DeclarationStatus.DECLARATION_STATUS_FINALISED,
] as const;

const listFilters = {
  campaignId: idSchema,
  status: z.enum(statuses).optional(),
  departmentId: idSchema.optional(),
  problem: z.enum(['true', 'false']).optional(),
  cursor: cursorSchema,
  limit: limitSchema,
};
const listQuery = z.strictObject(listFilters);
const searchBody = z.strictObject({ ...listFilters, q: searchSchema });

/** Names are identity's: a page comes from declaration, then its cards; a search by name asks identity first. */
const listWithCards = async (
  { identity, declaration }: Backend,
  query: z.output<typeof searchBody>,
  call: CallOptions,
) => {
  const found = query.q === undefined ? undefined : await identity.searchEmployeeIds({ query: query.q }, call);
  // To declaration, no ids means no filter: nobody found must not become everybody.
  if (found?.employeeIds.length === 0) return { items: [], nextCursor: '' };
  const page = await declaration.listDeclarations(
    {
      page: pageOf(query),
      campaignId: query.campaignId,
      status: query.status ?? DeclarationStatus.DECLARATION_STATUS_UNSPECIFIED,
      departmentId: query.departmentId ?? '',
      employeeIds: found?.employeeIds ?? [],
      withProblem: query.problem === 'true',
    },
    call,
  );
  const employeeIds = page.items.map(({ employeeId }) => employeeId);
  const cards = employeeIds.length === 0 ? [] : (await identity.batchGetCards({ employeeIds }, call)).items;
  const byId = new Map(cards.map((card) => [card.id, card]));
  const items = page.items.map((item) => ({ ...item, card: byId.get(item.employeeId) ?? null }));
  return { items, nextCursor: page.nextCursor };
};

const reviewPage = pageOfAnswers(declarationSummary.extend({ card: employeeCard.nullable() }));

export const declarationRoutes = (backend: Backend): readonly Route[] => [
  ...own(backend),
  ...review(backend),
  jsonRoute({
    method: 'get',
    path: '/api/v1/declarations',
    access: 'tenant',
    summary: 'The review list of a campaign, each line with the person’s card',
    calls: ['declaration.ListDeclarations', 'identity.BatchGetCards'],
    answer: reviewPage,
    query: listQuery,
    run: async ({ query }, call) => listWithCards(backend, { ...query, q: undefined }, call),
  }),
  jsonRoute({
    method: 'post',
    path: '/api/v1/declarations/search',
    access: 'tenant',
    summary: 'The same by a part of name, kana, number or mail: what is looked for stays out of the address',
    calls: ['identity.SearchEmployeeIds', 'declaration.ListDeclarations', 'identity.BatchGetCards'],
    answer: reviewPage,
    keyed: false,
    body: searchBody,
    run: async ({ body }, call) => listWithCards(backend, body, call),
  }),
];
