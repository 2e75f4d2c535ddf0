import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { killNow, testedSystem } from '../harness/system-under-test.js';
import { isInvitation, linkOf, newestMail, openInbox } from '../season/inbox.js';
import { castSeason, employeesCsv } from '../season/people.js';
import { createCompany, createTenant, importCsv } from '../season/setting-up.js';

const count = 200;

test('200 invitations arrive, one valid link each, though notification, Kafka and mongod are killed meanwhile', async () => {
  const state = testedSystem();
  const runId = randomBytes(3).toString('hex');
  const people = castSeason(count, runId);
  const inbox = openInbox(state.mail.webUrl, await newestMail(state.mail.webUrl));
  const tenant = { code: `crash-${runId}`, displayName: '株式会社丈夫', seats: count + 1, adminLoginId: 'admin' };
  const admin = await createTenant(state, tenant, `crash admin ${runId}`);
  await createCompany(admin, 'C1', '株式会社丈夫');
  await importCsv(admin, '/api/v1/employee-imports', '/api/v1/employee-imports', employeesCsv(people, 'C1'));
  const { jobId } = await admin.send<{ readonly jobId: string }>('POST', '/api/v1/invitations');
  for (const victim of ['notification-1', 'kafka', 'mongod', 'notification-2']) {
    await pause(700);
    killNow(state, victim);
  }
  await admin.finish(jobId);
  const addresses = people.map(({ mail }) => mail);
  await inbox.waitForEach(addresses, isInvitation);
  await pause(3_000); // a repeat would come now
  const ours = (await inbox.all()).filter(({ to }) => to.some((address) => addresses.includes(address)));
  const links = new Map(addresses.map((address) => [address, new Set<string>()]));
  const ids = new Map(addresses.map((address) => [address, new Set<string>()]));
  for (const mail of ours) {
    links.get(mail.to[0] ?? '')?.add(linkOf(mail)?.token ?? 'no link');
    ids.get(mail.to[0] ?? '')?.add(mail.messageId);
  }
  expect([...links.values()].filter((tokens) => tokens.size !== 1 || tokens.has('no link'))).toEqual([]);
  expect([...ids.values()].filter((messages) => messages.size !== 1)).toEqual([]);
});
