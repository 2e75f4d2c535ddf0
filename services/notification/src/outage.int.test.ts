import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startStack, type Stack } from '@nencho/local-stack';
import { newId } from '@nencho/kernel';
import { inbox, invitationsOf, smtpTo, startHarness, until, type Harness } from './testing/harness.js';

const directory = mkdtempSync(join(tmpdir(), 'nencho-outage-test-'));
const tenantId = newId();
let stack: Stack;
let h: Harness;
beforeAll(async () => {
  stack = await startStack({ dataDirectory: directory, servers: ['mongod', 'mail'] });
  await Promise.all([stack.ready.mongod, stack.ready.mail]);
  h = await startHarness('outage', stack.state.mongodbUri);
}, 120_000);
afterAll(async () => {
  await h.close();
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

const allAccepted = async (count: number) =>
  until(async () => (await h.connection.collection('deliveries').countDocuments({ state: 'accepted' })) === count);

test('the relay is killed in the middle and comes back: every mail arrives, without a person', async () => {
  const { smtpUrl, webUrl } = stack.state.mail;
  const transport = smtpTo(smtpUrl);
  const news = invitationsOf(tenantId, h.people, 200);
  const subjects = news.map(({ subjectId }) => subjectId);
  await h.queue(news);
  const sender = h.app(transport).startSender();
  await until(async () => (await inbox(webUrl, subjects)).length > 40);
  stack.process('mail')?.kill('SIGKILL');
  await stack.process('mail')?.exited;
  await until(async () => (await h.connection.collection('deliveries').countDocuments({ state: 'queued' })) > 0);
  await stack.restart('mail');
  await allAccepted(200);
  await sender.stop();
  transport.close();
  const mails = await inbox(webUrl, subjects);
  expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(200);
  // A mail that the relay took without saying so comes twice, as the same mail: at most those under way.
  expect(mails.length - 200).toBeLessThanOrEqual(4);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(200);
}, 120_000);

test('the database is killed in the middle and comes back: no mail is missing, a repeat is the same mail', async () => {
  const { smtpUrl, webUrl } = stack.state.mail;
  const real = smtpTo(smtpUrl);
  const news = invitationsOf(tenantId, h.people, 60);
  const subjects = news.map(({ subjectId }) => subjectId);
  await h.queue(news);
  let taken = 0;
  const transport = {
    send: async (mail: Parameters<typeof real.send>[0]) => {
      const end = await real.send(mail);
      taken += 1;
      // At the worst moment: the relay has it, the record is not written.
      if (taken === 20) {
        stack.process('mongod')?.kill('SIGKILL');
        await stack.process('mongod')?.exited;
        void stack.restart('mongod');
      }
      return end;
    },
  };
  const sender = h.app(transport).startSender();
  await allAccepted(260);
  await sender.stop();
  real.close();
  const mails = await inbox(webUrl, subjects);
  expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(60);
  // What the relay had taken and the database could not record comes twice: at most what was under way.
  expect(mails.length - 60).toBeLessThanOrEqual(4);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(60);
}, 120_000);
