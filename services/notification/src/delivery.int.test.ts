import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId, unavailable } from '@nencho/kernel';
import { createKafka, outboxWriter, startConsumer, startRelay } from '@nencho/messaging';
import { withTransaction } from '@nencho/mongo';
import { eventKeys, kafkaConfig, testServers, testTopicPrefix } from '@nencho/testing';
import {
  directoryOf,
  inbox,
  invitationsOf,
  publicBaseUrl,
  smtpTo,
  startHarness,
  testSealer,
  until,
} from './testing/harness.js';
import type { Harness } from './testing/harness.js';

let h: Harness;
const tenantId = newId();
const { smtpUrl, webUrl } = testServers().mail;
const transport = smtpTo(smtpUrl);
beforeAll(async () => {
  h = await startHarness('notification');
}, 60_000);
afterAll(async () => {
  transport.close();
  await h.close();
});

const settled = async (subjects: readonly string[]) => {
  const rows = (await h.rows()).filter(({ subjectId }) => subjects.includes(subjectId));
  return rows.every(({ open }) => !open) ? rows : undefined;
};
const allSettled = async (subjects: readonly string[]) => {
  await until(async () => (await settled(subjects)) !== undefined);
  return (await settled(subjects)) ?? [];
};

test('each kind of news becomes one mail to the right person, with its event and its audit entry', async () => {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const kafka = createKafka({ ...kafkaConfig('notification-test'), logger: silent });
  const topicPrefix = testTopicPrefix();
  const common = { connection: h.connection, kafka, topicPrefix, logger: silent, ...eventKeys() };
  const app = h.app(transport);
  const outbox = outboxWriter(h.connection);
  const [employee, invitation, campaignId, declaration] = [newId(), newId(), newId(), newId()];
  h.people.invitations.set(invitation, { issueNo: 3 });
  const event = { tenantId, occurredAt: new Date() };
  await withTransaction(h.connection, async (session) => {
    const one = { employeeId: employee, campaignId };
    const all = { employeeIds: [employee], campaignId };
    const ofDeclaration = { ...event, aggregateId: declaration, aggregateVersion: 4 };
    const ofCampaign = { ...event, aggregateId: campaignId, aggregateVersion: 1 };
    const invitations = [{ invitationId: invitation, issueNo: 3 }];
    await outbox.append(session, { ...ofCampaign, type: 'InvitationsIssued', payload: { invitations } });
    await outbox.append(session, { ...ofCampaign, type: 'CampaignOpened', payload: all });
    await outbox.append(session, { ...ofDeclaration, type: 'DeclarationSentBack', payload: one });
    await outbox.append(session, { ...ofDeclaration, aggregateVersion: 6, type: 'DeclarationSentBack', payload: one });
    await outbox.append(session, { ...ofDeclaration, aggregateVersion: 7, type: 'DeclarationApproved', payload: one });
    await outbox.append(session, { ...ofCampaign, aggregateVersion: 2, type: 'AdjustmentFinalised', payload: all });
    // The same news as another event, as an event published twice by its service would be.
    await outbox.append(session, { ...ofCampaign, aggregateVersion: 3, type: 'CampaignOpened', payload: all });
  });
  const relay = startRelay(common);
  const consumer = startConsumer({
    ...{ ...common, group: `${topicPrefix}notification`, handlers: app.eventHandlers, neverSkip: true },
    ...{ sealer: testSealer(h.connection), deadLetterName: 'notification.dead_letter/1' },
  });
  const sender = app.startSender();
  await until(async () => (await h.rows()).filter(({ open }) => !open).length === 6);
  const mails = await inbox(webUrl, [employee, invitation]);
  await Promise.all([sender.stop(), consumer.stop(), relay.stop()]);

  const subjectOf = (part: string) => mails.filter(({ subject }) => subject.includes(part)).length;
  expect(['ご利用開始', '受付が始まり', '確認をお願い', '承認され', '結果をご確認'].map(subjectOf)).toEqual([
    1, 1, 2, 1, 1,
  ]);
  const invited = mails.find(({ to }) => to.includes(`${invitation}@corp.example`));
  expect(invited?.text).toContain(`${publicBaseUrl}/t/sample/invitation#${invitation}.token3`);
  for (const { text } of mails.filter(({ to }) => to.includes(`${employee}@corp.example`))) {
    expect(text).toContain(`${publicBaseUrl}/t/sample\n`);
  }
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(6);
  const written = await h.connection
    .collection('outbox')
    .find({ createdAt: { $gt: event.occurredAt } })
    .toArray();
  const types = written.map((row) => row['type'] as string);
  expect(types.filter((type) => type === 'MailAccepted')).toHaveLength(6);
  expect(types.filter((type) => type === 'SealedAuditEntry')).toHaveLength(6);
}, 90_000);

test('nobody to write to, nothing to say any more: recorded as such, no mail', async () => {
  const [silentOne, strange] = [newId(), newId()];
  h.people.mails.set(silentOne, '').set(strange, 'x@y.example\r\nBcc: z@y.example');
  const [redeemed, unreachable] = invitationsOf(tenantId, h.people, 2);
  h.people.invitations.set(redeemed?.subjectId ?? '', { issueNo: 1, valid: false });
  h.people.invitations.set(unreachable?.subjectId ?? '', { issueNo: 1, mail: '' });
  const news = { tenantId, kind: 'approved', issue: '1' } as const;
  await h.queue([
    { ...news, subjectId: silentOne },
    { ...news, subjectId: strange },
    ...[redeemed, unreachable].filter((one) => one !== undefined),
  ]);
  const sender = h.app(transport).startSender();
  const subjects = [silentOne, strange, redeemed?.subjectId ?? '', unreachable?.subjectId ?? ''];
  const rows = await allSettled(subjects);
  await sender.stop();
  expect(subjects.map((subject) => rows.find(({ subjectId }) => subjectId === subject)?.state)).toEqual([
    'no_address',
    'no_address',
    'not_needed',
    'no_address',
  ]);
  expect(await inbox(webUrl, subjects)).toEqual([]);
}, 60_000);

test('three instances side by side send each mail once', async () => {
  const news = invitationsOf(tenantId, h.people, 90);
  const subjects = news.map(({ subjectId }) => subjectId);
  await h.queue(news);
  await h.queue(news);
  const senders = [1, 2, 3].map(() => h.app(transport).startSender());
  await allSettled(subjects);
  await Promise.all(senders.map(async ({ stop }) => stop()));
  const mails = await inbox(webUrl, subjects);
  expect(mails).toHaveLength(90);
  expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(90);
}, 60_000);

test('killed between the acceptance and its record: sent again as the same mail with the same link', async () => {
  const [news] = invitationsOf(tenantId, h.people, 1);
  if (news === undefined) throw new Error('no invitation');
  await h.queue([news]);
  const script = new URL('testing/stuck-sender.js', import.meta.url).pathname;
  const args = [script, testServers().mongodbUri, h.connection.name, smtpUrl, news.subjectId];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await settled([news.subjectId])).toBeUndefined();
  const sender = h.app(transport).startSender();
  expect(await allSettled([news.subjectId])).toMatchObject([{ state: 'accepted' }]);
  await sender.stop();
  const mails = await inbox(webUrl, [news.subjectId]);
  expect(mails).toHaveLength(2);
  expect(new Set(mails.map(({ messageId, text }) => `${messageId} ${text}`)).size).toBe(1);
}, 60_000);

describe('an invitation that is issued again', () => {
  test('goes out ten minutes after the one before, and the old issue not at all', async () => {
    const [first] = invitationsOf(tenantId, h.people, 1);
    if (first === undefined) throw new Error('no invitation');
    const { subjectId } = first;
    await h.queue([first]);
    const sender = h.app(transport).startSender();
    await allSettled([subjectId]);
    h.people.invitations.set(subjectId, { issueNo: 2 });
    await h.queue([{ ...first, issue: '2' }]);
    const deliveries = h.connection.collection<{ _id: string; dueAt: Date }>('deliveries');
    const later = { subjectId, issue: '2', state: 'queued', dueAt: { $gt: new Date(Date.now() + 500_000) } };
    await until(async () => (await deliveries.countDocuments(later)) === 1);
    expect(await inbox(webUrl, [subjectId])).toHaveLength(1);

    h.clock.advance(600_000);
    await deliveries.updateMany(later, { $set: { dueAt: new Date(0) } });
    await allSettled([subjectId]);
    await sender.stop();
    const mails = await inbox(webUrl, [subjectId]);
    expect(mails.map(({ text }) => /#\S+/.exec(text)?.[0])).toEqual([`#${subjectId}.token1`, `#${subjectId}.token2`]);
  }, 60_000);

  test('a link that leads elsewhere is never sent', async () => {
    const [news] = invitationsOf(tenantId, h.people, 1);
    if (news === undefined) throw new Error('no invitation');
    h.people.invitations.set(news.subjectId, { issueNo: 1, link: 'https://nencho.example.evil.example/t/x#s' });
    await h.queue([news]);
    const sender = h.app(transport).startSender();
    const failed = { subjectId: news.subjectId, attempts: { $gt: 0 } };
    await until(async () => (await h.connection.collection('deliveries').countDocuments(failed)) === 1);
    await sender.stop();
    expect(await inbox(webUrl, [news.subjectId])).toEqual([]);
  }, 60_000);
});

test('identity is down for a while: nothing is lost, nothing counts as the fault of a delivery', async () => {
  const news = invitationsOf(tenantId, h.people, 8);
  const subjects = news.map(({ subjectId }) => subjectId);
  let asked = 0;
  const real = directoryOf(h.people);
  const directory = {
    ...real,
    invitationMail: async (...args: Parameters<typeof real.invitationMail>) => {
      asked += 1;
      return asked <= 3 ? Promise.reject(unavailable('identity')) : real.invitationMail(...args);
    },
  };
  await h.queue(news);
  const sender = h.app(transport, { directory }).startSender();
  const rows = await allSettled(subjects);
  await sender.stop();
  expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual(subjects.map(() => ['accepted', 0]));
  expect(await inbox(webUrl, subjects)).toHaveLength(8);
}, 60_000);

test('the database holds neither addresses nor links nor texts', async () => {
  const [news] = invitationsOf(tenantId, h.people, 1);
  if (news === undefined) throw new Error('no invitation');
  await h.queue([news]);
  const sender = h.app(transport).startSender();
  await allSettled([news.subjectId]);
  await sender.stop();
  const dump: string[] = [];
  for (const { collectionName } of (await h.connection.db?.collections()) ?? []) {
    dump.push(JSON.stringify(await h.connection.collection(collectionName).find().toArray()));
  }
  const all = dump.join('\n');
  expect(all).toContain(news.subjectId);
  for (const secret of ['corp.example', '#', '.token', 'サンプル', 'password']) expect(all).not.toContain(secret);
}, 60_000);
