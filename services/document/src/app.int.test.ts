import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { requirePermission, requireUser, type UserActor } from '@nencho/auth';
import { AppError, notFound } from '@nencho/kernel';
import { employee, hr, startDocumentWorld } from './testing/document-world.js';
import {
  factsWith,
  officialExampleA,
  personOnWire,
  singleParentWithPreviousEmployer,
  type PersonOnWire,
} from './testing/wire-data.js';

type World = Awaited<ReturnType<typeof startDocumentWorld>>;

const OWN = '0f8fad5b-d9cb-469f-a165-70867728950e';
const CAMPAIGN = '1b4e28ba-2fa1-4c3d-9a1d-0d4f6d3c2b11';
const UNKNOWN = '00000000-0000-4000-8000-00000000ffff';

const number = (i: number) => String(i).padStart(5, '0');
const crowd = (size: number): PersonOnWire[] => {
  const one = personOnWire(factsWith({}), {
    salaryTotal: 3_000_000,
    withheldTaxTotal: 50_000,
    socialInsuranceWithheld: 0,
  });
  return Array.from({ length: size }, (_, i) => {
    const id = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
    const { summary } = one.data;
    if (summary === undefined) throw new Error('no summary');
    return {
      ...one,
      card: { ...one.card, id, number: number(i), familyName: i === 7 ? '=cmd' : '山田', givenName: `第${i}` },
      data: { ...one.data, summary: { ...summary, employeeId: id, employeeNumber: number(i) } },
    };
  });
};

/** What the peers hold; a test may change it. */
let people: PersonOnWire[];
let breakAfter: number;
let cardCalls: number[];
let askedBy: UserActor[];
let payersAsked: string[];
/** Whose cards identity does not give: people of another company by now. */
let away: string[];

let world: World;
beforeAll(async () => {
  world = await startDocumentWorld(
    { hr, 'hr-2': hr, person: employee(OWN), stranger: employee(UNKNOWN) },
    {
      declaration: {
        getSlipData: async ({ declarationId }, { actor }) => {
          const user = requireUser(actor);
          askedBy.push(user);
          const found = people.find(({ data }) => data.summary?.id === declarationId);
          if (found === undefined) throw notFound('declaration');
          requirePermission(user, ['result.own', 'result.read'], { employeeId: found.card.id });
          return Promise.resolve({ slip: found.data });
        },
        streamResults: async function* (_request, { actor }) {
          askedBy.push(requireUser(actor));
          for (const [i, { data }] of people.entries()) {
            if (i === breakAfter) throw new AppError('unavailable', 'the database went away');
            yield { slip: data };
          }
          await Promise.resolve();
        },
      },
      identity: {
        batchGetCardsForJob: async ({ employeeIds }) => {
          cardCalls.push(employeeIds.length);
          const found = people.filter(({ card: { id } }) => employeeIds.includes(id) && !away.includes(id));
          const taxProfiles = found.map(({ card, profile }) => ({ ...profile, employeeId: card.id }));
          return Promise.resolve({ items: found.map(({ card }) => card), taxProfiles });
        },
        getPayer: async ({ companyId }) => {
          payersAsked.push(companyId);
          return Promise.resolve({ company: people[0]?.payer });
        },
      },
    },
  );
}, 60_000);
afterAll(async () => world.stop());

beforeEach(async () => {
  people = [officialExampleA()];
  breakAfter = Infinity;
  cardCalls = [];
  askedBy = [];
  payersAsked = [];
  away = [];
  await world.database.collection('outbox').deleteMany({});
  await world.database.collection('rate_limits').deleteMany({});
});

const options = (token: string) => ({ token, deadlineMs: 30_000 });
const bytesOf = async (stream: AsyncIterable<{ chunk: Uint8Array }>) => {
  const chunks: Uint8Array[] = [];
  for await (const { chunk } of stream) chunks.push(chunk);
  return { sizes: chunks.map(({ length }) => length), bytes: Buffer.concat(chunks) };
};
const slip = async (token: string, declarationId = people[0]?.data.summary?.id ?? '') =>
  bytesOf(world.document.renderWithholdingSlip({ declarationId }, options(token)));
const csv = async (token: string) => bytesOf(world.document.exportResultsCsv({ campaignId: CAMPAIGN }, options(token)));
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length;

describe('RenderWithholdingSlip', () => {
  test('gives the person one page, in pieces of at most 64 KiB', async () => {
    const { sizes, bytes } = await slip('person');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pagesOf(bytes)).toBe(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024);
  });

  test('is drawn with details too', async () => {
    people = [singleParentWithPreviousEmployer()];
    expect(pagesOf((await slip('hr')).bytes)).toBe(2);
  });

  test("gives HR the payer's copy as a second page", async () => {
    expect(pagesOf((await slip('hr')).bytes)).toBe(2);
  });

  test('names the company of the declaration, which is that of its campaign, as payer', async () => {
    await slip('hr');
    expect(payersAsked).toEqual([people[0]?.data.summary?.companyId]);
  });

  test('asks declaration as the person, by the forwarded token', async () => {
    await slip('person');
    expect(askedBy).toMatchObject([{ kind: 'user', sub: 'person', tenantId: world.tenantId }]);
  });

  test('leaves one line in the audit trail, without personal data', async () => {
    await slip('person');
    const [entry, ...more] = await world.trail();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      type: 'withholding_slip_rendered',
      actor: { kind: 'user', sub: 'person', employeeId: OWN },
      subjectKind: 'declaration',
      subjectIds: [people[0]?.data.summary?.id],
      outcome: 'success',
    });
  });

  test.each([
    ["another person's slip", 'stranger', undefined, 'forbidden'],
    ['a slip that is not there', 'hr', UNKNOWN, 'not_found'],
    ['an unknown person', 'nobody', undefined, 'unauthenticated'],
  ])('refuses %s, and audits nothing', async (_what, token, id, code) => {
    await expect(slip(token, id)).rejects.toMatchObject({ code });
    await expect(world.trail()).resolves.toEqual([]);
  });

  test('says which field and which characters cannot be drawn, and audits nothing', async () => {
    people = [officialExampleA({ card: { givenName: '\uE123' } })];
    await expect(slip('hr')).rejects.toMatchObject({
      code: 'validation_failed',
      violations: expect.arrayContaining([
        { path: 'name', rule: 'undrawable_text', params: { codePoints: 'U+E123' } },
      ]) as unknown,
    });
    await expect(world.trail()).resolves.toEqual([]);
  });
});

describe('ExportResultsCsv', () => {
  test('gives one row a person in the order of the results, names asked for 500 at a time', async () => {
    people = crowd(1_203);
    const { bytes, sizes } = await csv('hr');
    const rows = bytes.toString('utf8').slice(1).trimEnd().split('\r\n').slice(1);
    expect(rows).toHaveLength(1_203);
    expect(rows.map((row) => row.split(',')[0])).toEqual(people.map((_person, i) => number(i)));
    expect(rows[8]).toContain(',山田　第8,');
    expect(rows[7]).toContain(",'=cmd　第7,");
    expect(cardCalls).toEqual([500, 500, 203]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024);
    expect(sizes.length).toBeGreaterThan(1);
  });

  test('has the result of who is in another company by now, without the name', async () => {
    people = crowd(10);
    away = people.slice(8, 9).map(({ card }) => card.id);
    const rows = (await csv('hr')).bytes.toString('utf8').trimEnd().split('\r\n').slice(1);
    expect(rows).toHaveLength(10);
    expect(rows[8]).toMatch(/^00008,,,2026,3000000,/);
    expect(rows[9]).toContain(',山田　第9,');
  });

  test('has pay and tax of a previous employer within ⑦ and ⑧, as the result has; the employer is not named', async () => {
    people = [singleParentWithPreviousEmployer()];
    const text = (await csv('hr')).bytes.toString('utf8');
    expect(text).toContain(',2026,6000000,144000,4360000,0,4360000,880000,0,');
    expect(text).not.toContain('前職');
    const { box26AnnualTax = 0, box27Difference } = people[0]?.data.result?.boxes ?? {};
    expect(box27Difference).toBe(box26AnnualTax - 144_000);
  });

  test('of a campaign without results is the headings alone, and is audited', async () => {
    people = [];
    const { bytes } = await csv('hr');
    expect(bytes.toString('utf8').trimEnd().split('\r\n')).toHaveLength(1);
    expect(await world.trail()).toMatchObject([
      { type: 'results_exported', subjectIds: [CAMPAIGN], outcome: 'success' },
    ]);
  });

  test('is refused to an employee', async () => {
    await expect(csv('person')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(world.trail()).resolves.toEqual([]);
  });

  test('that breaks off fails for the caller, and the trail says how far it came', async () => {
    people = crowd(900);
    breakAfter = 700;
    await expect(csv('hr')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await world.trail()).toMatchObject([
      { type: 'results_exported', outcome: 'success' },
      { type: 'results_exported', outcome: 'failed', params: { rows: '500' } },
    ]);
  });

  test('that the caller leaves is in the trail as one that did not end', async () => {
    people = crowd(2_000);
    for await (const { chunk } of world.document.exportResultsCsv({ campaignId: CAMPAIGN }, options('hr'))) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    let trail = await world.trail();
    while (trail.length < 2) trail = await world.trail();
    expect(trail[1]).toMatchObject({ type: 'results_exported', outcome: 'failed' });
  });

  test('is possible five times an hour and person', async () => {
    for (let i = 0; i < 5; i += 1) await csv('hr');
    await expect(csv('hr')).rejects.toMatchObject({ code: 'limit_exceeded', details: { limit: 'export' } });
    await expect(csv('hr-2')).resolves.toBeDefined();
  });
});

test('neither the log nor the database holds a name, an address or an amount in the clear', async () => {
  await slip('hr');
  await csv('hr');
  const collections = (await world.database.db?.collections()) ?? [];
  const rows = await Promise.all(collections.map(async (collection) => collection.find().toArray()));
  const stored = JSON.stringify(rows, (_key, value: unknown) =>
    Buffer.isBuffer(value) ? value.toString('latin1') : value,
  );
  const text = `${world.lines.join('')}${stored}`;
  expect(world.lines.join('')).toContain('rpc_finished');
  for (const secret of ['山川', 'ヤマカワ', '丸の内', '8970000', '8,970,000', '00123', 'person"']) {
    expect(text).not.toContain(secret);
  }
});
