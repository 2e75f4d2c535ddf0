import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKafka, outboxWriter, startConsumer, startRelay } from '@nencho/messaging';
import { withTransaction } from '@nencho/mongo';
import { newId } from '@nencho/kernel';
import { eventKeys, kafkaConfig, testTopicPrefix } from '@nencho/testing';
import type { Employee } from '../testing/people.js';
import { openSeason, type Season } from '../testing/season.js';
import { startWorld, type World } from '../testing/world.js';

let world: World;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await startWorld();
  const { connection, sealer, eventHandlers: handlers } = world;
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const kafka = createKafka({ ...kafkaConfig('declaration-test'), logger });
  const common = { connection, kafka, topicPrefix: testTopicPrefix(), logger, ...eventKeys() };
  stops.push(startRelay(common).stop);
  stops.push(
    startConsumer({ ...common, handlers, sealer, group: 'declaration', deadLetterName: 'declaration.dead_letter/1' })
      .stop,
  );
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await world.stop();
});

/** Says that these people changed, as identity would. */
const announce = async (tenantId: string, version: number, people: readonly Employee[]): Promise<void> =>
  withTransaction(world.connection, async (session) =>
    outboxWriter(world.connection).append(session, {
      type: 'EmployeesChanged',
      tenantId,
      aggregateId: tenantId,
      aggregateVersion: version,
      payload: { employeeIds: people.map(({ employeeId }) => employeeId) },
      occurredAt: world.clock.now(),
    }),
  );

const numberOf = async (season: Season, person: Employee): Promise<string | undefined> => {
  const query = { departmentId: '', employeeIds: [person.employeeId], withProblem: false, cursor: '', limit: 0 };
  const { items } = await world.useCases.listDeclarations({ ...query, campaignId: season.campaign.id }, season.hr);
  return items[0]?.place.employeeNumber;
};

const eventually = async (check: () => Promise<boolean>): Promise<void> => {
  while (!(await check())) await pause(50);
};

test('a change of an employee reaches scope rows and declarations; late and repeated events change nothing', async () => {
  const season = await openSeason(world);
  const [person] = season.people;
  if (person === undefined) throw new Error('nobody');
  const { tenantId } = season;
  const row = async () =>
    world.connection.collection<{ _id: string }>('scope_rows').findOne({ _id: person.employeeId });

  const department = newId();
  const moved = { ...person, version: 2, employeeNumber: 'M2', departmentId: department, departmentPath: [department] };
  world.register.put(tenantId, moved);
  await announce(tenantId, 2, [person]);
  await eventually(async () => (await numberOf(season, person)) === 'M2');
  expect(await row()).toMatchObject({ departmentPath: [department], version: 2 });

  const before = await row();
  world.register.put(tenantId, { ...person, version: 1, employeeNumber: 'OLD' });
  await announce(tenantId, 3, [person]);
  await announce(tenantId, 4, [person]);
  const newcomer = { ...moved, employeeId: newId(), employeeNumber: 'LAST', version: 1 };
  world.register.put(tenantId, newcomer);
  await announce(tenantId, 5, [newcomer]);
  const newcomers = world.connection.collection<{ _id: string }>('scope_rows');
  await eventually(async () => (await newcomers.findOne({ _id: newcomer.employeeId })) !== null);
  expect(await row()).toEqual(before);
  expect(await numberOf(season, person)).toBe('M2');

  world.register.put(tenantId, { ...moved, version: 6, active: false });
  await announce(tenantId, 6, [person]);
  await eventually(async () => (await row()) !== null && !((await row()) as unknown as { active: boolean }).active);
}, 90_000);
