import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signInTenantUser } from '@nencho/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { canaryCast } from '../canary/cast.js';
import { attachCanaries } from '../canary/certificates.js';
import { testedSystem } from '../harness/system-under-test.js';
import { balancedBooks } from '../crash/books.js';
import { killAndWait } from '../crash/killer.js';
import { newestMail } from '../season/inbox.js';
import { playSeason, type PlayedSeason } from '../season/season.js';
import { openDatabase, overwrite, placeOf, sealedFields, stateHash, type SealedField } from './database.js';
import { replayAs, type Stranger, type Victim } from './differential.js';
import { comparable, distinctRequests, idsOf, recordRequests, type Recorded } from './recorder.js';
import { envelopeOf, openBroker, withEnvelope, type Message } from './topics.js';

const peopleInSeason = 4;
const system = testedSystem();
const words = { a: canaryCast(), b: canaryCast() };

type Side = { readonly season: PlayedSeason; readonly recorded: readonly Recorded[]; readonly tenantId: string };

let a: Side;
let b: Side;
let database: Awaited<ReturnType<typeof openDatabase>>;

/** Looked at once more than a season needs, so that the review's and the archives' reads are among the requests. */
const look = async ({ employees, hr, admin, campaignId }: PlayedSeason): Promise<void> => {
  for (const { api, person, declarationId } of employees) {
    await api.get('/api/v1/me');
    await api.get(`/api/v1/declarations/${declarationId}`);
    await api.get(`/api/v1/declarations/${declarationId}/result`);
    await hr.get(`/api/v1/declarations/${declarationId}/attachments`);
    await hr.get(`/api/v1/declarations/${declarationId}`);
    await hr.send('POST', '/api/v1/declarations/search', { campaignId, q: person.number });
    await admin.send('POST', '/api/v1/employees/search', { q: person.number });
  }
  await hr.download(`/api/v1/campaigns/${campaignId}/results.csv`);
  await employees[0]?.api.download(`/api/v1/declarations/${employees[0].declarationId}/slip.pdf`);
  for (const path of [
    'employees?limit=200',
    'invitations?limit=200',
    'grants',
    'companies',
    'departments',
    'audit',
    'deliveries/summary',
    'campaigns',
  ]) {
    await admin.get(`/api/v1/${path}`);
  }
};

const playSide = async (cast: (typeof words)['a']): Promise<Side> => {
  const { result: season, recorded } = await recordRequests(system.publicBaseUrl, async () => {
    const played = await playSeason(system, peopleInSeason, {
      recast: cast.recast,
      beforeDeclaring: attachCanaries(cast),
    });
    await look(played);
    return played;
  });
  await balancedBooks(system, season.tenantCode);
  const tenant = await database.client.db('nencho_identity').collection('tenants').findOne({ code: season.tenantCode });
  return { season, recorded, tenantId: String(tenant?._id) };
};

const strangersOf = async ({ tenantCode, adminPassword, employees }: PlayedSeason): Promise<readonly Stranger[]> => {
  const { publicBaseUrl: baseUrl } = system;
  const [hr, employee] = employees.map(({ person }) => person);
  if (hr === undefined || employee === undefined) throw new Error('too few people');
  const signIn = async (name: string, loginId: string, password: string): Promise<Stranger> => ({
    name,
    session: await signInTenantUser({ baseUrl, tenantCode, loginId, password }),
  });
  return [
    await signIn('an administrator', 'admin', adminPassword),
    await signIn('HR', hr.loginId, hr.password),
    await signIn('an employee', employee.loginId, employee.password),
  ];
};

beforeAll(async () => {
  database = await openDatabase(system.mongodbUri);
  a = await playSide(words.a);
  b = await playSide(words.b);
});
afterAll(async () => database.close());

const victimA = (): Victim => {
  const theirs = idsOf(b.recorded);
  return {
    ids: new Set([...idsOf(a.recorded)].filter((id) => !theirs.has(id))),
    texts: [...words.a.canaries().texts, ...words.a.canaries().numbers.map(String)],
  };
};

describe('somebody of another tenant', () => {
  test('who sends everything again that was sent in a season learns nothing and changes nothing', async () => {
    const before = await stateHash(database.client, { tenantId: a.tenantId });
    for (const stranger of await strangersOf(b.season)) {
      const { lines, replayed, aboutThings } = await replayAs(stranger, distinctRequests(a.recorded), victimA());
      expect(lines).toEqual([]);
      expect(replayed).toBeGreaterThan(60);
      expect(aboutThings).toBeGreaterThan(40);
    }
    expect(await stateHash(database.client, { tenantId: a.tenantId })).toEqual(before);
  });

  test('twin: the person themselves is told apart from a stranger by the same comparison', async () => {
    const [, hr] = await strangersOf(a.season);
    if (hr === undefined) throw new Error('nobody to ask');
    const reads = distinctRequests(a.recorded).filter(({ method }) => method === 'GET');
    const { lines } = await replayAs(hr, reads, victimA());
    expect(lines.length).toBeGreaterThan(10);
  });
});

/** What people of A see by themselves: each recorded read, asked again by whoever asked it first. */
const readsOfA = async (): Promise<ReadonlyMap<string, string>> => {
  const { admin, hr, employees, campaignId } = a.season;
  const reads: [string, () => Promise<unknown>][] = [
    ['employees', async () => admin.get('/api/v1/employees?limit=200')],
    ['review list', async () => hr.get(`/api/v1/declarations?campaignId=${campaignId}`)],
    ...employees.flatMap(({ api, declarationId, person }): [string, () => Promise<unknown>][] => [
      [`me ${person.number}`, async () => api.get('/api/v1/me')],
      [`declaration ${person.number}`, async () => api.get(`/api/v1/declarations/${declarationId}`)],
      [`attachments ${person.number}`, async () => api.get(`/api/v1/declarations/${declarationId}/attachments`)],
      [`result ${person.number}`, async () => api.get(`/api/v1/declarations/${declarationId}/result`)],
      [
        `slip ${person.number}`,
        async () => Buffer.from(await api.download(`/api/v1/declarations/${declarationId}/slip.pdf`)).length,
      ],
    ]),
  ];
  const answers = new Map<string, string>();
  for (const [name, read] of reads) {
    answers.set(
      name,
      await read().then(
        (answer) => JSON.stringify(answer),
        (error: unknown) => `refused ${error instanceof Error ? error.message : ''}`,
      ),
    );
  }
  return answers;
};

/** identity holds opened cards in memory for a minute: a new process has none. */
const forgetCards = async (): Promise<void> => {
  const names = system.instances.filter(({ service }) => service === 'identity').map(({ name }) => name);
  await Promise.all(names.map(async (name) => killAndWait(system, name)));
};

type Swap = readonly [SealedField, Buffer];

const withSwaps = async (swaps: readonly Swap[], work: () => Promise<void>): Promise<void> => {
  try {
    for (const [field, value] of swaps) await overwrite(database.client, field, value);
    await work();
  } finally {
    for (const [field] of swaps) await overwrite(database.client, field, field.value);
  }
};

const refusedAnswers = (answers: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...answers].filter(([, answer]) => answer.startsWith('refused')));

/** Another one's ciphertext in the place of each sealed field, if there is another one. */
const swapsFrom = (
  fields: readonly SealedField[],
  other: (field: SealedField, index: number) => SealedField | undefined,
): readonly Swap[] =>
  fields.flatMap((field, index): readonly Swap[] => {
    const source = other(field, index);
    return source === undefined || source.value.equals(field.value) ? [] : [[field, source.value]];
  });

describe('ciphertext that is not in its place', () => {
  let usual: ReadonlyMap<string, string>;
  let fields: readonly SealedField[];
  let foreign: readonly SealedField[];
  /** How a ciphertext is refused that is nobody's. */
  let broken: ReadonlyMap<string, string>;
  /** How one is refused whose key nobody has. */
  let keyless: ReadonlyMap<string, string>;

  const changedAt = (value: Buffer, at: number): Buffer => {
    const bytes = Buffer.from(value);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
  const readsWith = async (swaps: readonly Swap[]): Promise<ReadonlyMap<string, string>> => {
    let answers: ReadonlyMap<string, string> = new Map();
    await withSwaps(swaps, async () => {
      answers = await readsOfA();
    });
    return answers;
  };

  beforeAll(async () => {
    fields = await sealedFields(database.client, a.tenantId);
    foreign = await sealedFields(database.client, b.tenantId);
    usual = await readsOfA();
    await forgetCards();
    broken = await readsWith(fields.map((field): Swap => [field, changedAt(field.value, field.value.length - 1)]));
    await forgetCards();
    keyless = await readsWith(fields.map((field): Swap => [field, changedAt(field.value, 8)]));
  }, 200_000);

  test('is all that holds facts, results, pay, cards and comments', () => {
    const places = [...new Set(fields.map(placeOf))];
    expect(places).toEqual(
      expect.arrayContaining([
        'nencho_identity.people.card',
        'nencho_declaration.declarations.facts',
        'nencho_declaration.results.sealed',
        'nencho_declaration.pay.sealed',
        'nencho_declaration.revisions.sealed',
      ]),
    );
    expect(refusedAnswers(usual).size).toBe(0);
    expect(refusedAnswers(broken).size).toBeGreaterThan(peopleInSeason * 2);
  });

  const cases: readonly (readonly [string, () => ReadonlyMap<string, string>, () => readonly Swap[]])[] = [
    [
      'of another tenant, same field: like one whose key nobody has',
      () => keyless,
      () =>
        swapsFrom(fields, (field, index) => foreign.filter((other) => placeOf(other) === placeOf(field))[index % 3]),
    ],
    [
      'of another record of the tenant, same field: like a broken one',
      () => broken,
      () =>
        swapsFrom(fields, (field) =>
          fields.find((other) => placeOf(other) === placeOf(field) && other.id !== field.id),
        ),
    ],
    [
      'of another field of the same record: like a broken one',
      () => broken,
      () =>
        swapsFrom(fields, (field) =>
          fields.find(
            (other) => other.collection === field.collection && other.id === field.id && other.field !== field.field,
          ),
        ),
    ],
  ];

  test.each(cases)(
    'is refused when it is %s, and shows nothing of the other',
    async (_name, likeThis, swaps) => {
      const changed = swaps();
      expect(changed.length).toBeGreaterThan(0);
      const foreignWords = [...words.b.canaries().texts, ...words.b.canaries().numbers.map(String)];
      await forgetCards();
      await withSwaps(changed, async () => {
        const answers = await readsOfA();
        const odd: string[] = [];
        for (const [name, answer] of answers) {
          const isUsual = answer === usual.get(name);
          const isRefused =
            answer.startsWith('refused') && comparable(answer) === comparable(likeThis().get(name) ?? '');
          if (!isUsual && !isRefused) odd.push(`${name}: ${answer.slice(0, 200)}`);
          if (foreignWords.some((word) => answer.includes(word))) odd.push(`${name} shows the other tenant's words`);
        }
        expect(odd).toEqual([]);
        expect(refusedAnswers(answers).size).toBeGreaterThan(0);
      });
    },
    200_000,
  );

  test('and everything is readable again once it is back in its place', async () => {
    expect(refusedAnswers(await readsOfA()).size).toBe(0);
  });
});

describe('messages in Kafka', () => {
  let broker: Awaited<ReturnType<typeof openBroker>>;
  let messages: readonly Message[];

  beforeAll(async () => {
    broker = await openBroker(system);
    messages = await broker.readAll();
  });
  afterAll(async () => broker.close());

  const settled = async (): Promise<void> => {
    await broker.taken();
    await pause(2_000);
  };

  test('all of them once more, from offset 0: no state changes and no mail is sent', async () => {
    await settled();
    const [before, mail] = [await stateHash(database.client), await newestMail(system.mail.webUrl)];
    await broker.send(messages);
    await settled();
    expect(await stateHash(database.client)).toEqual(before);
    expect(await newestMail(system.mail.webUrl)).toBe(mail);
    expect(messages.length).toBeGreaterThan(50);
  });

  test('forged ones are put aside, with their reason, and have no effect', async () => {
    // Nobody listens to what notification says; all else has a reader who must refuse it.
    const ofA = messages.filter(
      (message) => envelopeOf(message).tenantId === a.tenantId && message.topic !== 'nencho.notification.v1',
    );
    const [first] = ofA;
    if (first === undefined) throw new Error('no message of A');
    const forged = [
      ...ofA.slice(0, 8).map((message) => withEnvelope(message, () => ({ tenantId: b.tenantId }))),
      ...ofA.slice(0, 8).map((message) => withEnvelope(message, () => ({ eventId: randomUUID() }))),
      ...ofA.slice(0, 8).map((message) =>
        withEnvelope(message, ({ aggregateVersion }) => ({
          aggregateVersion: aggregateVersion + 1_000,
          eventId: randomUUID(),
        })),
      ),
      ...ofA.slice(0, 8).map((message) => withEnvelope({ ...message, headers: {} }, () => ({ eventId: randomUUID() }))),
      ...ofA.slice(0, 4).map((message): Message => ({ ...message, value: randomBytes(64) })),
    ];
    await settled();
    // What is put aside is sealed, for which a service may need the tenant's root and a key of its own.
    const aside = ['dead_letters', 'class_keys', 'tenant_roots'];
    const [before, mail] = [await stateHash(database.client, {}, aside), await newestMail(system.mail.webUrl)];
    const letters = async (): Promise<number> => {
      const counts = ['declaration', 'notification', 'retention', 'gateway', 'identity', 'document'].map(
        async (service) => database.client.db(`nencho_${service}`).collection('dead_letters').countDocuments(),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    const lettersBefore = await letters();
    await broker.send(forged);
    await settled();
    expect(await stateHash(database.client, {}, aside)).toEqual(before);
    expect(await newestMail(system.mail.webUrl)).toBe(mail);
    expect((await letters()) - lettersBefore).toBeGreaterThanOrEqual(forged.length);
  });
});
