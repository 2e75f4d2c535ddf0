import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor, UserActor } from '@nencho/auth';
import { ResultStatus } from '@nencho/contracts/declaration/v1/declaration';
import {
  DeclarationServiceService,
  type StartPayImportRequest,
} from '@nencho/contracts/declaration/v1/declaration_service';
import { Disability, Relation, type Facts } from '@nencho/contracts/declaration/v1/facts';
import { factsFromWire, factsToWire } from '@nencho/contracts/facts';
import { JobServiceService, JobState } from '@nencho/contracts/jobs/v1/job_service';
import { newId, unauthenticated } from '@nencho/kernel';
import { createClients, startGrpcServer, type Clients, type PeerClient, type RunningServer } from '@nencho/service-kit';
import { createLogger } from '@nencho/telemetry';
import { serviceCertificate, testServers } from '@nencho/testing';
import { Writable } from 'node:stream';
import { detailedFacts } from '../testing/given.js';
import { employeeActor } from '../testing/people.js';
import {
  approveAll,
  calculate,
  finaliseSeason,
  importPay,
  key,
  openSeason,
  payCsv,
  refusal,
  type Season,
} from '../testing/season.js';
import { startWorld, type World } from '../testing/world.js';

type Peer = PeerClient<typeof DeclarationServiceService>;

let world: World;
let server: RunningServer;
const clients: Clients[] = [];
let gateway: Peer;
let gatewayJobs: PeerClient<typeof JobServiceService>;
let documents: Peer;
let season: Season;
const lines: string[] = [];

/** Who is behind which token. */
const people = new Map<string, Actor>();
const tokenOf = (actor: UserActor): string => {
  people.set(actor.sub, actor);
  return actor.sub;
};
const as = (actor: UserActor) => ({ token: tokenOf(actor), deadlineMs: 20_000 });

const tlsOf = (name: 'gateway' | 'document' | 'declaration') => {
  const { certFile, keyFile, caFile } = serviceCertificate(name);
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
};

const clientOf = (name: 'gateway' | 'document'): Clients => {
  const made = createClients({ tls: tlsOf(name), targets: { declaration: `127.0.0.1:${server.port}` } });
  clients.push(made);
  return made;
};

const startServer = async (): Promise<RunningServer> => {
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const { pseudonymKeyDirectory } = testServers().keys;
  return startGrpcServer({
    config: { ...tlsOf('declaration'), GRPC_HOST: '127.0.0.1', GRPC_PORT: 0 },
    services: world.services,
    logger: createLogger({ service: 'declaration', pseudonymKeyDirectory, destination }),
    authenticate: async (_policy, _caller, metadata) => {
      const [value = ''] = metadata.get('authorization').map(String);
      const actor = people.get(value.replace('Bearer ', ''));
      if (actor === undefined) throw unauthenticated('token_missing');
      return Promise.resolve(actor);
    },
  });
};

beforeAll(async () => {
  world = await startWorld();
  server = await startServer();
  gateway = clientOf('gateway').client(DeclarationServiceService, 'declaration');
  gatewayJobs = clientOf('gateway').client(JobServiceService, 'declaration');
  documents = clientOf('document').client(DeclarationServiceService, 'declaration');
  season = await openSeason(world, { people: [{}, {}] });
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server.stop();
  await world.stop();
});

const myDeclaration = async (): Promise<{ actor: UserActor; id: string; version: number; facts: Facts }> => {
  const [person] = season.people;
  if (person === undefined) throw new Error('nobody');
  const actor = employeeActor(season.tenantId, person);
  const { items } = await gateway.listMyDeclarations({}, as(actor));
  const id = items[0]?.summary?.id ?? '';
  const { declaration } = await gateway.getDeclaration({ declarationId: id }, as(actor));
  if (declaration?.facts === undefined) throw new Error('no facts');
  return { actor, id, version: declaration.summary?.version ?? 0, facts: declaration.facts };
};

const child: Facts['relatives'][number] = {
  id: 'r1',
  name: '山田　はなこ',
  kana: 'ヤマダ ハナコ',
  relation: Relation.RELATION_CHILD,
  birthDate: '2010-08-09',
  livingTogether: true,
  salaryRevenue: 0,
  otherIncome: -30_000,
  disability: Disability.DISABILITY_NONE,
  claimedByOther: false,
};

type Part = NonNullable<StartPayImportRequest['part']>;

async function* parts(given: readonly Part[]): AsyncGenerator<StartPayImportRequest> {
  for (const part of given) yield await Promise.resolve({ part });
}

describe('facts over the wire', () => {
  test('come back as they were saved', async () => {
    const { actor, id, version, facts } = await myDeclaration();
    const given: Facts = { ...facts, relatives: [child], otherIncome: -120_000 };
    const saved = await gateway.saveFacts(
      { idempotencyKey: key(), declarationId: id, version, facts: given },
      as(actor),
    );
    expect(saved).toMatchObject({ version: version + 1, status: 'DECLARATION_STATUS_DRAFT' });
    expect((await myDeclaration()).facts).toEqual(given);
  });

  test('come back with every detail, and as the engine reads them', async () => {
    const { actor, id, version, facts } = await myDeclaration();
    const given = factsToWire({ ...factsFromWire(facts), ...detailedFacts });
    await gateway.saveFacts({ idempotencyKey: key(), declarationId: id, version, facts: given }, as(actor));
    const saved = (await myDeclaration()).facts;
    expect(factsFromWire(saved)).toStrictEqual(factsFromWire(given));
    expect(factsFromWire(saved)).toMatchObject(detailedFacts);
  });

  test('of a wrong shape are refused with every path, and nothing is saved', async () => {
    const { actor, id, version, facts } = await myDeclaration();
    const relatives = [
      { ...child, relation: Relation.RELATION_UNSPECIFIED },
      { ...child, id: '__proto__', birthDate: '2026-02-30', name: 'x'.repeat(61) },
      { ...child, id: '{"$gt":""}', salaryRevenue: -1 },
    ];
    const save = async (given: Facts | undefined) =>
      refusal(gateway.saveFacts({ idempotencyKey: key(), declarationId: id, version, facts: given }, as(actor)));
    const refused = await save({ ...facts, relatives });
    expect(refused.code).toBe('validation_failed');
    expect(refused.violations.map(({ path }) => path)).toEqual([
      'facts.relatives[0].relation',
      'facts.relatives[1].name',
      'facts.relatives[1].birthDate',
      'facts.relatives[2].id',
      'facts.relatives[2].salaryRevenue',
    ]);
    expect(
      await save({ ...facts, relatives: Array.from({ length: 21 }, (_, n) => ({ ...child, id: `r${n}` })) }),
    ).toMatchObject({
      violations: [{ path: 'facts.relatives', rule: 'max', params: { max: '20' } }],
    });
    expect(await save({ ...facts, person: undefined })).toMatchObject({ violations: [{ path: 'facts.person' }] });
    expect(await save(undefined)).toMatchObject({ violations: [{ path: 'facts', rule: 'required' }] });
    expect((await myDeclaration()).version).toBe(version);
  });
});

describe('errors over the wire', () => {
  test('keep code, rules and parameters', async () => {
    const { actor, id, version } = await myDeclaration();
    expect(
      await refusal(
        gateway.submitDeclaration(
          { idempotencyKey: key(), declarationId: id, version: 99, attachments: undefined },
          as(actor),
        ),
      ),
    ).toMatchObject({ code: 'version_conflict' });
    expect(
      await refusal(gateway.approveDeclaration({ idempotencyKey: key(), declarationId: id, version }, as(season.hr))),
    ).toEqual({
      code: 'illegal_state',
      violations: [{ path: '', rule: 'not_reviewable', params: { status: 'draft' } }],
      details: { reason: 'not_reviewable' },
    });
    expect(await refusal(gateway.getDeclaration({ declarationId: newId() }, as(season.hr)))).toMatchObject({
      code: 'not_found',
      details: { kind: 'declaration' },
    });
  });

  test('a list asks for a status and a size that exist', async () => {
    const list = async (limit: number) =>
      refusal(
        gateway.listDeclarations(
          {
            page: { cursor: '', limit },
            campaignId: season.campaign.id,
            status: 'UNRECOGNIZED' as never,
            departmentId: '',
            employeeIds: [],
            withProblem: false,
          },
          as(season.hr),
        ),
      );
    expect(await list(10)).toMatchObject({ code: 'validation_failed' });
    expect((await list(201)).code).toBe('validation_failed');
  });
});

describe('a pay file over the wire', () => {
  const upload = async (...given: readonly Part[]) => gateway.startPayImport(parts(given), as(season.hr));
  const header = () => ({ $case: 'header', value: { idempotencyKey: key(), campaignId: season.campaign.id } }) as const;
  const chunk = (bytes: Buffer) => ({ $case: 'chunk', value: bytes }) as const;

  test('arrives in pieces, cut anywhere', async () => {
    const bytes = payCsv(season.people.map(({ employeeNumber }) => [employeeNumber]));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) =>
      chunk(bytes.subarray(n * 7, n * 7 + 7)),
    );
    const { import: checked } = await upload(header(), ...pieces);
    expect(checked).toMatchObject({ state: 'ready', rows: 2, toCreate: 2 });
  });

  test('without its header first, or above 20 MiB, is refused', async () => {
    const first = { violations: [{ path: 'header', rule: 'header_first' }] };
    expect(await refusal(upload())).toMatchObject(first);
    expect(await refusal(upload(chunk(payCsv([['E1']])), header()))).toMatchObject(first);
    expect(await refusal(upload(header(), header()))).toMatchObject(first);
    const mebibytes = Array.from({ length: 21 }, () => chunk(Buffer.alloc(1024 * 1024, 'x')));
    expect(await refusal(upload(header(), ...mebibytes))).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'file_bytes' },
    });
  });
});

describe('the way to the slip', () => {
  test('jobs, result with figures and trace, slip data and the stream of results', async () => {
    const fresh = await openSeason(world, { people: [{}, {}, {}] });
    await approveAll(world, fresh);
    await importPay(
      world,
      fresh,
      fresh.people.slice(0, 2).map(({ employeeNumber }) => [employeeNumber]),
    );
    const job = await calculate(world, fresh);
    const seen = await gatewayJobs.getJob({ id: job.id, errorCursor: '' }, as(fresh.hr));
    expect(seen.job).toMatchObject({ state: JobState.JOB_STATE_FINISHED_WITH_ERRORS, done: 2, failed: 1, total: 3 });
    expect(seen.itemErrors).toMatchObject([{ code: 'illegal_state', violations: [{ rule: 'no_pay' }] }]);

    const [person] = fresh.people;
    if (person === undefined) throw new Error('nobody');
    const declarationId = await fresh.declarationIdOf(person);
    const { result, pay, status } = await gateway.getResult({ declarationId }, as(fresh.hr));
    expect(status).toBe(ResultStatus.RESULT_STATUS_CALCULATED);
    expect(pay).toEqual({ salaryTotal: 4_800_000, withheldTaxTotal: 120_000, socialInsuranceWithheld: 700_000 });
    const traced = result?.trace.find(({ ruleId }) => ruleId === 'box26AnnualTax');
    expect(traced).toMatchObject({ box: '㉖', value: result?.boxes['box26AnnualTax'] });
    expect(result?.marks).toMatchObject({ spouseDeductionKind: 'none', lifeUnder23SpecialApplied: 'false' });
    expect(Object.keys(result?.boxes ?? {})).toContain('box27Difference');

    const slip = documents.getSlipData({ declarationId }, as(fresh.hr));
    expect(await refusal(slip)).toMatchObject({ code: 'illegal_state', violations: [{ rule: 'not_finalised' }] });
    await finaliseSeason(world, fresh, { expectedCount: 2, allowPartial: true });
    const own = employeeActor(fresh.tenantId, person);
    expect((await documents.getSlipData({ declarationId }, as(own))).slip).toMatchObject({
      summary: { id: declarationId, status: 'DECLARATION_STATUS_FINALISED' },
      taxYear: 2026,
      lastPaymentDate: '2026-12-25',
      result: { boxes: result?.boxes },
    });
    const streamed: string[] = [];
    const request = { campaignId: fresh.campaign.id, afterEmployeeNumber: '' };
    for await (const { slip: each } of documents.streamResults(request, as(fresh.hr))) {
      streamed.push(each?.summary?.employeeNumber ?? '');
    }
    expect(streamed).toEqual(fresh.people.slice(0, 2).map(({ employeeNumber }) => employeeNumber));
  });
});

test('no log line of all this holds a name, a tenant or an amount', () => {
  const log = lines.join('');
  expect(lines.length).toBeGreaterThan(20);
  for (const secret of ['山田', 'ヤマダ', season.tenantId, '4800000', season.hr.sub]) expect(log).not.toContain(secret);
});
