import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import { aChild, aPreviousEmployer } from '../testing/given.js';
import { calculate, finaliseSeason, importPay, key, openSeason, saveAndSubmit } from '../testing/season.js';
import { startWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => world.stop());

const ofDetails = ['見本前職商事', '大阪市見本区', 'みほん大学', '見本国見本市'];
const names = ['見本 花子', 'ミホン ハナコ', 'みほん生命', '国民年金', '二〇〇〇円ちがいます', ...ofDetails];
const amounts = [1_234_567, 7_654_321, 2_345_678, 5_432_109, 3_456_789];

/** An amount as it might lie in a document: as text, and as the numbers of BSON. */
const encodingsOf = (amount: number): readonly Buffer[] => {
  const int32 = Buffer.alloc(4);
  int32.writeInt32LE(amount);
  const int64 = Buffer.alloc(8);
  int64.writeBigInt64LE(BigInt(amount));
  const double = Buffer.alloc(8);
  double.writeDoubleLE(amount);
  return [Buffer.from(String(amount)), int32, int64, double];
};

const needles = (): readonly (readonly [string, Buffer])[] => [
  ...names.map((name) => [name, Buffer.from(name)] as const),
  ...amounts.flatMap((amount) => encodingsOf(amount).map((bytes, n) => [`${amount} (${n})`, bytes] as const)),
];

/** Every document of the database as it lies there, by collection. */
const rawDump = async (): Promise<ReadonlyMap<string, Buffer>> => {
  const { db } = world.connection;
  if (db === undefined) throw new Error('not connected');
  const collections = await db.listCollections().toArray();
  const dump = new Map<string, Buffer>();
  for (const { name } of collections) {
    const documents = (await db.collection(name).find({}, { raw: true }).toArray()) as unknown as Uint8Array[];
    dump.set(name, Buffer.concat(documents));
  }
  return dump;
};

const found = (dump: ReadonlyMap<string, Buffer>): readonly string[] =>
  [...dump].flatMap(([collection, bytes]) =>
    needles().flatMap(([name, needle]) => (bytes.includes(needle) ? [`${collection}: ${name}`] : [])),
  );

test('names, contracts, comments and amounts are not found in any collection; a field out of the seal is', async () => {
  const season = await openSeason(world);
  const [person] = season.people;
  if (person === undefined) throw new Error('nobody');
  const facts = {
    relatives: [
      {
        ...{ ...aChild, name: '見本 花子', kana: 'ミホン ハナコ', salaryRevenue: yen(0), otherIncome: yen(0) },
        ...{ livingTogether: false, address: '見本国見本市' },
      },
    ],
    lifeInsurance: [{ id: 'l1', insurer: 'みほん生命', kind: 'general_new', netPremium: yen(1_234_567) }],
    socialInsurance: [{ id: 's1', kind: '国民年金', amount: yen(2_345_678) }],
  } as const;
  const status = { workingStudent: { school: 'みほん大学', schoolKind: 'school' } } as const;
  const employers = [{ ...aPreviousEmployer, salary: yen(3_456_789) }];
  const first = await saveAndSubmit(world, season, person, { ...facts, status });
  const { declarationId } = first;
  const comments = [{ path: 'lifeInsurance[0].netPremium', comment: '二〇〇〇円ちがいます' }];
  const { hr } = season;
  await world.useCases.sendBackDeclaration(
    { idempotencyKey: key(), declarationId, version: first.version, comments },
    hr,
  );
  const dumpWithComments = await rawDump();
  const second = await saveAndSubmit(world, season, person, { ...facts, status: undefined, employers });
  await world.useCases.approveDeclaration({ idempotencyKey: key(), declarationId, version: second.version }, hr);
  await importPay(world, season, [
    [person.employeeNumber, { salaryTotal: 7_654_321, socialInsuranceWithheld: 5_432_109 }],
  ]);
  await calculate(world, season);
  await finaliseSeason(world, season, { expectedCount: 1 });

  const dump = await rawDump();
  expect([...dump.keys()]).toEqual(
    expect.arrayContaining([
      'declarations',
      'revisions',
      'pay',
      'results',
      'pay_imports',
      'outbox',
      'idempotency',
      'jobs',
    ]),
  );
  expect(found(dumpWithComments)).toEqual([]);
  expect(found(dump)).toEqual([]);

  await world.connection.collection('pay').updateOne({}, { $set: { salaryTotal: 7_654_321, insurer: 'みほん生命' } });
  expect(found(await rawDump())).toEqual(expect.arrayContaining(['pay: みほん生命', 'pay: 7654321 (1)']));
});
